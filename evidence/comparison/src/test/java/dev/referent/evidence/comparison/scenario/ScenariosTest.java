package dev.referent.evidence.comparison.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ScenariosTest {
    private static final List<Scenario> ALL = Scenarios.all();

    @Test
    void areAtLeastFortyWithSeveralInEachGroup() {
        Map<Group, Long> sizes = ALL.stream().collect(Collectors.groupingBy(Scenario::group, Collectors.counting()));

        assertThat(ALL).hasSizeGreaterThanOrEqualTo(40);
        assertThat(sizes).containsOnlyKeys(Group.values());
        assertThat(sizes.values()).allMatch(size -> size >= 3);
    }

    @Test
    void haveUniqueNamesInKebabCase() {
        assertThat(ALL)
                .extracting(Scenario::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z]+(-[a-z]+)*"));
    }

    @Test
    void askOneUniqueQuestionEach() {
        assertThat(ALL)
                .extracting(Scenario::question)
                .doesNotHaveDuplicates()
                .allMatch(question -> question.matches("[A-Z][^.?!]*\\?"));
    }

    @Test
    void areSortedByGroup() {
        List<Group> order = ALL.stream().map(Scenario::group).toList();

        assertThat(order).isSorted();
    }
}
