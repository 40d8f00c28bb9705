package dev.referent.evidence.comparison.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.referent.evidence.comparison.run.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class StoriesTest {
    static List<String> values(Story story) {
        return story.statements().stream()
                .flatMap(statement -> statement.values().stream())
                .map(Object::toString)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static Set<Integer> chosen(Story story) {
        return IntStream.range(0, story.statements().size())
                .filter(index -> story.statements().get(index).moment() != StoryStatement.Moment.IF_CHOSEN)
                .boxed()
                .collect(Collectors.toSet());
    }

    /** Returns the outcome of each way to open SQLite, by each access path. */
    private static Map<String, String> outcomes(Playground playground, String name) throws Exception {
        Story story = Stories.named(name);
        Map<String, String> outcomes = new TreeMap<>();
        playground.run(
                story.scenario(chosen(story), values(story)),
                result -> outcomes.put(result.engine() + " " + result.path(), outcome(result)));
        return outcomes;
    }

    private static String outcome(Result result) {
        long failed =
                result.steps().stream().filter(step -> step.failure() != null).count();
        return failed + " failed, " + result.orphans() + " orphans, "
                + result.rows().size() + " rows";
    }

    @Test
    void endTheSameByEveryAccessPathAndOnlyBareSqliteLosesSomething() throws Exception {
        try (Playground playground = new Playground()) {
            Map<String, String> utterance = outcomes(playground, "utterance");
            Map<String, String> migration = outcomes(playground, "migration");

            for (String path : List.of("jdbc", "hibernate", "mybatis")) {
                assertThat(utterance).containsEntry("sqlite " + path, "0 failed, 2 orphans, 3 rows");
                assertThat(utterance).containsEntry("sqlite-on " + path, "2 failed, 0 orphans, 3 rows");
                assertThat(utterance).containsEntry("sqlite-referent " + path, "2 failed, 0 orphans, 3 rows");
                assertThat(migration).containsEntry("sqlite " + path, "0 failed, 0 orphans, 5 rows");
                assertThat(migration).containsEntry("sqlite-on " + path, "0 failed, 0 orphans, 2 rows");
                assertThat(migration).containsEntry("sqlite-referent " + path, "1 failed, 0 orphans, 5 rows");
            }
        }
    }

    @Test
    void bindAValueWhateverItLooksLike() throws Exception {
        Story story = Stories.named("utterance");
        List<String> values = values(story);
        values.set(1, "x'); ATTACH 'stolen' AS s; --");
        List<String> rows = new ArrayList<>();
        try (Playground playground = new Playground()) {
            playground.run(story.scenario(Set.of(0), values), result -> rows.addAll(result.rows()));
        }

        assertThat(rows).hasSize(9).containsOnly("audio (1, x'); ATTACH 'stolen' AS s; --)");
    }

    @Test
    void rejectValuesAndStatementsThatTheyDoNotHave() {
        Story story = Stories.named("utterance");
        List<String> word = values(story);
        word.set(0, "one");
        List<String> long41 = values(story);
        long41.set(1, "x".repeat(41));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> story.scenario(Set.of(0), word))
                .withMessageContaining("\"one\" in INSERT INTO audio")
                .withMessageContaining("is no integer of 32 bits");
        assertThatIllegalArgumentException().isThrownBy(() -> story.scenario(Set.of(0), long41));
        assertThatIllegalArgumentException().isThrownBy(() -> story.scenario(Set.of(0), List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> story.scenario(Set.of(99), values(story)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Stories.named("none"))
                .withMessage("there is no story none; name one of utterance, migration");
    }

    @Test
    void takeAnEmptyValueForNull() {
        Story story = Stories.named("utterance");
        List<String> values = values(story);
        values.set(1, "");

        assertThat(story.scenario(Set.of(0), values).rows().get(0).values()).containsExactly(1, null);
    }
}
