package dev.referent.docs;

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
 * @param root the package that holds core, jdbc, hibernate, mybatis, web, comparison and app
 */
record ArchitectureRules(String root) {
    /** Every package that a rule names; each must hold classes, or its rule guards nothing. */
    static final List<String> PACKAGES = List.of("core", "jdbc", "hibernate", "mybatis", "web", "comparison", "app");

    /** Returns each rule by its name. */
    Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("the core knows Java alone", coreKnowsJavaAlone());
        rules.put("the fields of the core are final", coreIsImmutable());
        rules.put("Hibernate's adapter does not know MyBatis'", strangers("hibernate", "mybatis"));
        rules.put("MyBatis' adapter does not know Hibernate's", strangers("mybatis", "hibernate"));
        rules.put("the JDBC adapter knows no adapter above it", strangers("jdbc", "hibernate", "mybatis"));
        rules.put("the inside of the JDBC adapter is its own", insideIsPrivate());
        rules.put("no adapter of a database knows the web", databasesDoNotKnowTheWeb());
        rules.put("the web knows no adapter of a database", strangers("web", "jdbc", "hibernate", "mybatis"));
        rules.put("only the app wires", onlyTheAppWires());
        rules.put("SQLite's driver stays in the JDBC adapter", staysIn("org.sqlite..", "jdbc"));
        rules.put(
                "PostgreSQL's driver stays in the JDBC adapter and the comparison",
                staysIn("org.postgresql..", "jdbc", "comparison"));
        rules.put(
                "Hibernate stays in its adapter and the comparison",
                staysIn("org.hibernate..", "hibernate", "comparison"));
        rules.put(
                "Jakarta Persistence stays in Hibernate's adapter and the comparison",
                staysIn("jakarta.persistence..", "hibernate", "comparison"));
        rules.put(
                "MyBatis stays in its adapter and the comparison",
                staysIn("org.apache.ibatis..", "mybatis", "comparison"));
        rules.put("Javalin stays in the web", staysIn("io.javalin..", "web"));
        rules.put(
                "packages have no cycles",
                slices().matching(root + ".(**)").should().beFreeOfCycles());
        return rules;
    }

    private ArchRule coreKnowsJavaAlone() {
        return classes()
                .that()
                .resideInAPackage(in("core"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        in("core"),
                        "java.lang..",
                        "java.util..",
                        "java.time..",
                        "java.io",
                        "java.nio",
                        "java.nio.charset",
                        "java.text",
                        "org.jspecify.annotations")
                .because(
                        "a rule of the domain that reached for a database or a library could not be reused without it");
    }

    private ArchRule coreIsImmutable() {
        return fields().that()
                .areDeclaredInClassesThat()
                .resideInAPackage(in("core"))
                .should()
                .beFinal()
                .because("the core's values are shared between threads");
    }

    private ArchRule strangers(String from, String... to) {
        String[] packages = List.of(to).stream().map(this::in).toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(in(from))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .because("an adapter can be chosen, or left out, without the others");
    }

    private ArchRule insideIsPrivate() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(in("jdbc"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(inside())
                .because("what is public there is so for the next package alone, and changes without notice");
    }

    private ArchRule databasesDoNotKnowTheWeb() {
        return noClasses()
                .that()
                .resideInAnyPackage(in("jdbc"), in("hibernate"), in("mybatis"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(in("web"), "io.javalin..")
                .because("whoever stores utterances need not serve them");
    }

    private ArchRule onlyTheAppWires() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(in("app"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(in("app"))
                .because("the app is the one place that knows all adapters");
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
                .because("a library that is named in one module can be replaced in one module; the comparison names all"
                        + " that it compares");
    }

    /** Returns the packages of the JDBC adapter that are none of its API. */
    String inside() {
        return root + ".jdbc.*..";
    }

    String in(String module) {
        return root + "." + module + "..";
    }
}
