package dev.referent.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table that a test makes, and a page shows below {@code <!-- table: NAME -->}. With {@code -Dreferent.regenerate=true} the
 * test writes the table into the page instead of comparing it.
 */
final class GeneratedTable {
    private final String name;
    private final List<String> lines = new ArrayList<>();

    /**
     * Begins a table.
     *
     * @param name what the comment before it says
     * @param heads of the columns
     */
    GeneratedTable(String name, String... heads) {
        this.name = name;
        row(heads);
        lines.add("|" + "---|".repeat(heads.length));
    }

    /** Adds a row. */
    void row(String... cells) {
        lines.add("| " + String.join(" | ", cells) + " |");
    }

    /** Compares it with the page, or puts it there. */
    void isShownBy(String page) throws IOException {
        Path path = Page.ROOT.resolve(page);
        String text = Files.readString(path);
        Matcher shown = Pattern.compile("(?<=<!-- table: " + name + " -->\n)(?:\\|.*\n)*")
                .matcher(text);
        assertThat(shown.find())
                .as("%s has the comment <!-- table: %s -->", page, name)
                .isTrue();
        if (Boolean.getBoolean("referent.regenerate")) {
            String table = String.join("\n", lines) + "\n";
            Files.writeString(path, shown.replaceFirst(Matcher.quoteReplacement(table)));
        } else {
            assertThat(shown.group().lines())
                    .as("the table %s of %s; CONTRIBUTING.md has the command that writes it anew", name, page)
                    .containsExactlyElementsOf(lines);
        }
    }
}
