package dev.referent.migrations;

import dev.referent.jdbc.sql.SqlTokens;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A statement of a file.
 *
 * @param file the file
 * @param tokens its tokens, at least one
 */
record ScriptStatement(SqlFile file, List<Token> tokens) {

    /** Returns its SQL, without the semicolon. */
    String sql() {
        return file.text().substring(start(), end());
    }

    /** Returns where it starts in the file. */
    int start() {
        return tokens.get(0).start();
    }

    /** Returns where it ends in the file. */
    int end() {
        return tokens.get(tokens.size() - 1).end();
    }

    /** Returns the statements in the body of a CREATE TRIGGER; none if it is another statement. */
    List<ScriptStatement> triggered() {
        List<ScriptStatement> body = new ArrayList<>();
        int from = begins("CREATE") ? indexOf("BEGIN") + 1 : 0;
        for (int i = from; from > 0 && i < tokens.size(); i++) {
            if (tokens.get(i).is(";")) {
                body.add(new ScriptStatement(file, tokens.subList(from, i)));
                from = i + 1;
            }
        }
        return body;
    }

    /** Returns whether it begins with these keywords. */
    boolean begins(String... keywords) {
        return says(0, keywords);
    }

    /** Returns whether these keywords or symbols begin at an index of its tokens. */
    boolean says(int index, String... keywords) {
        if (index + keywords.length > tokens.size()) {
            return false;
        }
        for (int i = 0; i < keywords.length; i++) {
            if (!tokens.get(index + i).is(keywords[i])) {
                return false;
            }
        }
        return true;
    }

    /** Returns the index of the first token that is one of these keywords, outside of parentheses; negative if there is none. */
    int indexOf(String... keywords) {
        int index = SqlTokens.find(tokens, 0, Set.of(keywords));
        return index < tokens.size() ? index : -1;
    }

    /** Returns the index of the token after a name that may begin with that of its database. */
    int afterName(int index) {
        return says(index + 1, ".") ? index + 3 : index + 1;
    }

    /** Returns the name at an index, without that of its database; empty if the statement ends before. */
    String name(int index) {
        int last = afterName(index) - 1;
        return last < tokens.size() ? tokens.get(last).text() : "";
    }

    /** Returns the table of a DROP TABLE. */
    Optional<String> droppedTable() {
        return begins("DROP", "TABLE") ? Optional.of(name(says(2, "IF", "EXISTS") ? 4 : 2)) : Optional.empty();
    }

    /** Returns the name of the index or trigger that it drops, if it drops one. */
    Optional<String> droppedAttachment() {
        return begins("DROP", "INDEX") || begins("DROP", "TRIGGER")
                ? Optional.of(name(says(2, "IF", "EXISTS") ? 4 : 2))
                : Optional.empty();
    }

    /** Returns the table of a CREATE TABLE. */
    Optional<String> createdTable() {
        int table = says(1, "TEMP") || says(1, "TEMPORARY") ? 2 : 1;
        return begins("CREATE") && says(table, "TABLE")
                ? Optional.of(name(says(table + 1, "IF", "NOT", "EXISTS") ? table + 4 : table + 1))
                : Optional.empty();
    }

    /** Returns the old and the new name of an ALTER TABLE … RENAME TO. */
    Optional<Renaming> renaming() {
        int rename = afterName(2);
        return begins("ALTER", "TABLE") && says(rename, "RENAME", "TO")
                ? Optional.of(new Renaming(name(2), name(rename + 2)))
                : Optional.empty();
    }

    /** Returns it as a PRAGMA. */
    Optional<Pragma> pragma() {
        if (!begins("PRAGMA")) {
            return Optional.empty();
        }
        int value = afterName(1);
        boolean given = says(value, "=") || says(value, "(");
        return Optional.of(new Pragma(
                name(1).toLowerCase(Locale.ROOT),
                given && value + 1 < tokens.size()
                        ? Optional.of(tokens.get(value + 1).text())
                        : Optional.empty()));
    }

    /** The names of a table before and after it is renamed. */
    record Renaming(String from, String to) {}
}
