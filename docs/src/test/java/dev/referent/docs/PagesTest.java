package dev.referent.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.referent.corpus.app.Referent;
import dev.referent.migrations.LintRule;
import dev.referent.orphans.AuditRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The pages name what exists and show code that runs. */
final class PagesTest {
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern TYPE_NAME = Pattern.compile("[A-Z][a-z]\\w*[A-Z]\\w*");
    private static final Pattern CALL = Pattern.compile("\\./referent (\\w+)([^`\\n]*)");
    private static final Pattern OPTION = Pattern.compile("--[\\w-]+");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

    /** Names with a type's shape that are none of ours. */
    private static final Set<String> OTHERS = Set.of(
            "BatchUpdateException",
            "CallableStatement",
            "ConstraintViolationException",
            "DataSource",
            "DriverManagerDataSource",
            "DuplicateKeyException",
            "GenericJDBCException",
            "HikariCP",
            "NullAway",
            "ResultSet",
            "RollbackException",
            "SQLState",
            "ServiceContributor",
            "ServiceLoader",
            "SingleConnectionDataSource",
            "TransactionAwareDataSourceProxy",
            "TransactionCoordinatorBuilder",
            "TransactionException",
            "UncategorizedSQLException");

    @Test
    void showOnlyCodeThatTheSnippetsRun() throws IOException {
        Path tests = Page.ROOT.resolve("docs/src/test/java/dev/referent/docs");
        String source = Files.readString(tests.resolve("SnippetsTest.java"))
                + Files.readString(tests.resolve("ErrorPagesTest.java"))
                + Files.readString(tests.resolve("TableRebuildTest.java"));
        for (Page page : Page.all()) {
            for (Page.Block block : page.blocks()) {
                if (block.language().equals("java")) {
                    assertThat(block.role())
                            .as("a Java block of %s has a name", page.path())
                            .isEqualTo("snippet");
                    assertThat(block.code().strip())
                            .as("the snippet %s in %s", block.name(), page.path())
                            .isEqualTo(snippet(source, block.name()));
                }
            }
        }
    }

    @Test
    void nameOnlyTypesThatExist() throws IOException {
        Set<String> ours = new ClassFileImporter()
                .importPackages("dev.referent").stream()
                        .map(JavaClass::getSimpleName)
                        .collect(Collectors.toSet());
        for (Page page : Page.all()) {
            Matcher code = CODE.matcher(page.text());
            while (code.find()) {
                Matcher type = TYPE_NAME.matcher(code.group(1));
                if (type.lookingAt()
                        && !OTHERS.contains(type.group())
                        && !code.group(1).contains(".")) {
                    assertThat(ours).as("types named by %s", page.path()).contains(type.group());
                }
            }
        }
    }

    @Test
    void listEveryQuestionOfTheGuide() throws IOException {
        List<String> lines = Files.readAllLines(Page.ROOT.resolve("docs/guide.md"));

        List<String> questions = lines.stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3))
                .toList();
        assertThat(lines.stream().filter(line -> line.startsWith("- [")).toList())
                .containsSubsequence(questions.stream()
                        .map(question -> "- [" + question + "](#"
                                + question.toLowerCase(Locale.ROOT)
                                        .replaceAll("[^a-z0-9 -]", "")
                                        .replace(' ', '-')
                                + ")")
                        .toList());
    }

    @Test
    void listEveryRuleOfTheLintAndTheAudit() throws IOException {
        String reference = Files.readString(Page.ROOT.resolve("docs/reference.md"));

        assertThat(LintRule.values()).allSatisfy(rule -> assertThat(reference).contains("`" + rule.id() + "`"));
        assertThat(AuditRule.values()).allSatisfy(rule -> assertThat(reference).contains("`" + rule.id() + "`"));
    }

    @Test
    void nameOnlyCommandsThatExist() throws IOException {
        CommandLine referent = new CommandLine(new Referent());
        for (Page page : Page.all()) {
            Matcher call = CALL.matcher(page.text());
            while (call.find()) {
                String place = call.group() + " in " + page.path();
                assertThat(referent.getSubcommands()).as(place).containsKey(call.group(1));
                CommandSpec command = referent.getSubcommands()
                        .getOrDefault(call.group(1), referent)
                        .getCommandSpec();
                Matcher option = OPTION.matcher(call.group(2));
                while (option.find()) {
                    assertThat(command.findOption(option.group())).as(place).isNotNull();
                }
            }
        }
    }

    @Test
    void linkOnlyToFilesThatExist() throws IOException {
        for (Page page : Page.all()) {
            Matcher link = LINK.matcher(page.text());
            while (link.find()) {
                assertThat(Page.ROOT.resolve(page.path()).resolveSibling(link.group(1)))
                        .as("a link of %s", page.path())
                        .exists();
            }
        }
    }

    @Test
    void keepTheRootSmall() throws IOException {
        try (var entries = Files.list(Page.ROOT)) {
            assertThat(entries.map(entry -> entry.getFileName().toString())
                            .filter(name -> !name.startsWith(".") && !name.equals("target")))
                    .hasSizeLessThanOrEqualTo(15);
        }
    }

    private static String snippet(String source, String name) {
        List<String> lines = source.lines().toList();
        int start = lines.stream().map(String::strip).toList().indexOf("// snippet: " + name);
        assertThat(start).as("the snippet %s is in the tests", name).isNotNegative();
        List<String> body = lines.subList(start + 1, lines.size()).stream()
                .takeWhile(line -> !line.strip().equals("// end"))
                .toList();
        return String.join("\n", body).stripIndent().strip();
    }
}
