package dev.referent.docs;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The rules of the architecture, for a tree of packages of that shape: Referent's own, or the one in which each rule is
 * broken on purpose.
 *
 * @param root the package that holds integrity, jdbc, orphans, migrations, hibernate, mybatis, flyway, spring, maven, corpus and evidence
 */
record ArchitectureRules(String root) {
    private static final List<String> LIBRARY =
            List.of("integrity", "jdbc", "orphans", "migrations", "hibernate", "mybatis", "flyway", "spring", "maven");
    private static final String CORE = "corpus";
    private static final List<String> CORPUS_ADAPTERS =
            List.of("corpus.storage", "corpus.hibernate", "corpus.mybatis", "corpus.web");
    private static final String APP = "corpus.app";
    private static final String COMPARISON = "evidence.comparison";
    private static final String ENGINES = "evidence.engines";

    /** Every package that a rule names; each must hold classes, or its rule guards nothing. */
    static final List<String> PACKAGES = Stream.of(
                    LIBRARY, List.of(CORE), CORPUS_ADAPTERS, List.of(APP, COMPARISON, ENGINES))
            .flatMap(List::stream)
            .toList();

    private static final String[] JAVA = {
        "java.lang..",
        "java.util..",
        "java.time..",
        "java.io",
        "java.nio",
        "java.nio.channels",
        "java.nio.charset",
        "java.text",
        "org.jspecify.annotations"
    };

    /** Returns each rule by its name. */
    Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("the vocabulary knows Java alone", knowsNothingBut("integrity", in("integrity")));
        rules.put("the library knows no corpus and no evidence", libraryStandsAlone());
        rules.put(
                "the JDBC module knows no module above it",
                strangers("jdbc", "orphans", "migrations", "hibernate", "mybatis", "flyway", "spring"));
        rules.put(
                "the orphans module knows no ORM and no migration",
                strangers("orphans", "migrations", "hibernate", "mybatis", "spring"));
        rules.put("the migrations module knows no ORM", strangers("migrations", "hibernate", "mybatis", "spring"));
        rules.put("the Hibernate module does not know MyBatis'", strangers("hibernate", "mybatis"));
        rules.put("the MyBatis module does not know Hibernate's", strangers("mybatis", "hibernate"));
        rules.put("the inside of the JDBC module is its own", insideIsPrivate());
        rules.put(
                "the orphans and migrations modules use only the reader and writer of SQL inside",
                othersOnlyReadAndWriteSql());
        rules.put("the core knows Java and the vocabulary alone", coreKnowsJavaAndTheVocabulary());
        rules.put("the fields of the core are final", coreIsImmutable());
        rules.put(
                "the corpus' Hibernate adapter does not know MyBatis",
                strangers("corpus.hibernate", "mybatis", "corpus.mybatis"));
        rules.put(
                "the corpus' MyBatis adapter does not know Hibernate",
                strangers("corpus.mybatis", "hibernate", "corpus.hibernate"));
        rules.put(
                "what both ORM adapters share knows neither",
                strangers("corpus.storage", "hibernate", "mybatis", "corpus.hibernate", "corpus.mybatis"));
        rules.put("no adapter of a database knows the web", databasesDoNotKnowTheWeb());
        rules.put("the web knows no library", webKnowsNoLibrary());
        rules.put(
                "the web knows no adapter of a database and no evidence",
                strangers("corpus.web", "corpus.storage", "corpus.hibernate", "corpus.mybatis", "evidence"));
        rules.put("only the app wires", onlyTheAppWires());
        rules.put("the engines know nothing of Referent", enginesStandBelow());
        rules.put("SQLite's driver stays in JDBC and storage", staysIn("org.sqlite..", "jdbc", "corpus.storage"));
        rules.put(
                "PostgreSQL's driver stays in JDBC and the evidence", staysIn("org.postgresql..", "jdbc", "evidence"));
        rules.put(
                "Hibernate stays where it is named",
                staysIn("org.hibernate..", "hibernate", "corpus.hibernate", "evidence"));
        rules.put(
                "Jakarta Persistence stays where Hibernate is named",
                staysIn("jakarta.persistence..", "hibernate", "corpus.hibernate", "evidence"));
        rules.put(
                "MyBatis stays where it is named",
                staysIn("org.apache.ibatis..", "mybatis", "corpus.mybatis", "evidence"));
        rules.put("Javalin stays in the web", staysIn("io.javalin..", "corpus.web"));
        rules.put(
                "packages have no cycles",
                slices().matching(root + ".(**)").should().beFreeOfCycles());
        return rules;
    }

    private ArchRule knowsNothingBut(String from, String... more) {
        return classes()
                .that()
                .resideInAPackage(in(from))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        Stream.concat(Stream.of(JAVA), Stream.of(more)).toArray(String[]::new))
                .because("words that everybody uses must need nothing");
    }

    private ArchRule libraryStandsAlone() {
        return noClasses()
                .that()
                .resideInAnyPackage(LIBRARY.stream().map(this::in).toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(in(CORE), in("evidence"))
                .because("an invoicing program that adds the library must not get a corpus of speech");
    }

    private ArchRule coreKnowsJavaAndTheVocabulary() {
        return classes()
                .that()
                .resideInAnyPackage(core())
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(Stream.of(Stream.of(JAVA), Stream.of(core()), Stream.of(in("integrity")))
                        .flatMap(packages -> packages)
                        .toArray(String[]::new))
                .because(
                        "a rule of the domain that reached for a database or a library could not be reused without it");
    }

    private ArchRule coreIsImmutable() {
        return fields().that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(core())
                .should()
                .beFinal()
                .because("the core's values are shared between threads");
    }

    private ArchRule strangers(String from, String... to) {
        String[] packages = Stream.of(to).map(this::in).toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(in(from))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .because("a module can be chosen, or left out, without the others");
    }

    private ArchRule insideIsPrivate() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(in("jdbc"), in("migrations"), in("orphans"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(inside())
                .because("what is public there is so for the next package alone, and changes without notice");
    }

    private ArchRule othersOnlyReadAndWriteSql() {
        return noClasses()
                .that()
                .resideInAnyPackage(in("migrations"), in("orphans"))
                .should()
                .dependOnClassesThat(resideInAPackage(inside()).and(resideOutsideOfPackage(in("jdbc.sql"))))
                .because("SQL is read and written in one way, and everything else inside changes without notice");
    }

    private ArchRule databasesDoNotKnowTheWeb() {
        return noClasses()
                .that()
                .resideInAnyPackage(in("corpus.storage"), in("corpus.hibernate"), in("corpus.mybatis"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(in("corpus.web"), "io.javalin..")
                .because("an application that stores utterances need not serve them");
    }

    private ArchRule webKnowsNoLibrary() {
        return strangers(
                "corpus.web",
                LIBRARY.stream().filter(module -> !module.equals("integrity")).toArray(String[]::new));
    }

    private ArchRule onlyTheAppWires() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(in(APP))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(in(APP))
                .because("the app is the one place that knows all adapters");
    }

    private ArchRule enginesStandBelow() {
        return noClasses()
                .that()
                .resideInAPackage(in(ENGINES))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(Stream.concat(LIBRARY.stream(), Stream.of(CORE, COMPARISON))
                        .map(this::in)
                        .toArray(String[]::new))
                .because("the tests of every module run on the engines");
    }

    private ArchRule staysIn(String library, String... modules) {
        String[] packages = Stream.of(modules).map(this::in).toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .because("a library that is named in one module can be replaced in one module; the evidence names all"
                        + " that it compares");
    }

    private String[] core() {
        return Stream.of("", ".port", ".usecase")
                .map(part -> root + "." + CORE + part)
                .toArray(String[]::new);
    }

    /** Returns the packages of the JDBC module that are none of its API. */
    String inside() {
        return root + ".jdbc.*..";
    }

    String in(String module) {
        return root + "." + module + "..";
    }
}
