package dev.referent.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.referent.corpus.port.AudioFiles;
import dev.referent.corpus.port.Corpus;
import dev.referent.corpus.port.InFlightFile;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
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

    /** What each module of the corpus shows to the others; the library's list is {@code docs/api.md}. */
    private static final Map<String, Set<String>> PUBLIC_TYPES = Map.of(
            "corpus.storage",
            Set.of(
                    "Chunks",
                    "CorpusProvider",
                    "CorpusSchema",
                    "ServedFile",
                    "DatabaseQuota",
                    "OpenedFileSource",
                    "RepeatedWrites",
                    "SqliteHealth",
                    "StorageErrors",
                    "UploadDirectory"),
            "corpus.hibernate",
            Set.of("HibernateCorpusProvider"),
            "corpus.mybatis",
            Set.of("MyBatisCorpusProvider"),
            "corpus.web",
            Set.of(
                    "Access",
                    "MountedFileJob",
                    "MountedJob",
                    "MountedPage",
                    "Mounts",
                    "PageContent",
                    "WebCorpus",
                    "WebServer",
                    "WebSettings"),
            "corpus.app",
            Set.of("EndedTransactions", "Referent"));

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
    void aModuleOfTheCorpusShowsOnlyTheTypesOnTheList(String module) {
        assertThat(publicTypes(module).map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrderElementsOf(PUBLIC_TYPES.get(module));
    }

    @Test
    void theLibraryShowsOnlyTheTypesOnThePageOfTheApi() throws IOException {
        Set<String> listed = Pattern.compile("^\\| `(dev\\.referent\\.[\\w.]+)` \\| \\S", Pattern.MULTILINE)
                .matcher(Files.readString(Page.ROOT.resolve("docs/api.md")))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toSet());

        assertThat(Stream.of(
                                "integrity",
                                "jdbc",
                                "orphans",
                                "migrations",
                                "hibernate",
                                "mybatis",
                                "flyway",
                                "spring",
                                "maven")
                        .flatMap(ArchitectureTest::publicTypes)
                        .map(JavaClass::getName))
                .containsExactlyInAnyOrderElementsOf(listed);
    }

    private static Stream<JavaClass> publicTypes(String module) {
        return OUR_CLASSES.stream()
                .filter(type -> (type.getPackageName() + ".").startsWith("dev.referent." + module + "."))
                .filter(type -> !INSIDE.matches(type.getPackageName()))
                .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC));
    }

    static Stream<String> adapters() {
        return PUBLIC_TYPES.keySet().stream();
    }

    @Test
    void aPortIsAnInterfaceOfAtMostFourMethods() {
        Stream<Class<?>> ports = Stream.concat(
                Arrays.stream(Corpus.class.getMethods())
                        .<Class<?>>map(Method::getReturnType)
                        .filter(Class::isInterface),
                Stream.of(AudioFiles.class, InFlightFile.class));

        assertThat(ports).allSatisfy(port -> {
            assertThat(port).isInterface();
            assertThat(Arrays.stream(port.getMethods())
                            .map(method -> method.getName())
                            .distinct())
                    .hasSizeLessThanOrEqualTo(4);
        });
    }

    private static ArchRule rule(ArchitectureRules rules, String name) {
        return Objects.requireNonNull(rules.all().get(name), name).allowEmptyShould(false);
    }
}
