package dev.referent.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.referent.core.corpus.AudioFiles;
import dev.referent.core.corpus.CorpusPorts;
import dev.referent.core.corpus.InFlightFile;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule holds for Referent, and is noticed to be broken in the packages below {@code planted}. */
final class ArchitectureTest {
    private static final ArchitectureRules OURS = new ArchitectureRules("dev.referent");
    private static final ArchitectureRules PLANTED = new ArchitectureRules("planted");

    private static final JavaClasses OUR_CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.referent");
    private static final JavaClasses PLANTED_CLASSES = new ClassFileImporter().importPackages("planted");

    private static final PackageMatcher INSIDE = PackageMatcher.of(OURS.inside());

    /** What a user of each adapter can name; the rest is free to change. */
    private static final Map<String, Set<String>> PUBLIC_TYPES = Map.of(
            "jdbc",
            Set.of(
                    "CorpusSchema",
                    "EnforcedDataSource",
                    "ForeignKeyAudit",
                    "ForeignKeyViolationSQLException",
                    "ForeignKeys",
                    "MigrationScope",
                    "TypedFailure"),
            "hibernate",
            // the second is named by Hibernate alone, which finds it by META-INF/services
            Set.of("HibernateCorpus", "ReferentServices"),
            "mybatis",
            Set.of("CommitOrRollback", "EnforcedDataSourceFactory", "MyBatisCorpus"),
            "web",
            Set.of("MountedJob", "MountedPage", "Mounts", "WebServer", "WebSettings"),
            "app",
            Set.of("Referent"));

    static Stream<String> rules() {
        return OURS.all().keySet().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void holds(String rule) {
        rule(OURS, rule).check(OUR_CLASSES);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void isNoticedWhenBroken(String rule) {
        assertThat(rule(PLANTED, rule).evaluate(PLANTED_CLASSES).hasViolation()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packages")
    void aPackageThatARuleNamesHoldsClasses(String name) {
        assertThat(OUR_CLASSES.stream().filter(type -> type.getPackageName().startsWith("dev.referent." + name)))
                .isNotEmpty();
    }

    static Stream<String> packages() {
        return ArchitectureRules.PACKAGES.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("adapters")
    void anAdapterShowsOnlyTheTypesOnTheList(String module) {
        assertThat(OUR_CLASSES.stream()
                        .filter(type -> (type.getPackageName() + ".").startsWith("dev.referent." + module + "."))
                        .filter(type -> !INSIDE.matches(type.getPackageName()))
                        .filter(type ->
                                type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getSimpleName)
                        .collect(Collectors.toSet()))
                .isEqualTo(PUBLIC_TYPES.get(module));
    }

    static Stream<String> adapters() {
        return PUBLIC_TYPES.keySet().stream();
    }

    @Test
    void aPortIsAnInterfaceOfAtMostThreeMethods() {
        Stream<Class<?>> ports = Stream.concat(
                Arrays.stream(CorpusPorts.class.getRecordComponents()).map(RecordComponent::getType),
                Stream.of(AudioFiles.class, InFlightFile.class));

        assertThat(ports).allSatisfy(port -> {
            assertThat(port).isInterface();
            assertThat(Arrays.stream(port.getMethods())
                            .map(method -> method.getName())
                            .distinct())
                    .hasSizeLessThanOrEqualTo(3);
        });
    }

    private static ArchRule rule(ArchitectureRules rules, String name) {
        return Objects.requireNonNull(rules.all().get(name), name).allowEmptyShould(false);
    }
}
