package dev.referent.jdbc.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Names as people give them, and as nobody should. */
final class Names {
    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");
    private static final List<String> TABLES = List.of(
            "author", "book", "loan", "customer", "invoice", "item", "tag", "Album", "track", "node", "city", "member");
    private static final List<String> HOSTILE = List.of(
            "a b",
            "x\"y",
            "it's",
            "ünï çødé",
            "select",
            "schema.table",
            "x\"; DROP TABLE t; --",
            "odd`tick",
            "table",
            "名前",
            "order",
            "-- no comment",
            "/* nor this");
    private static final List<String> COLUMNS =
            List.of("title", "note", "code", "email", "part", "kind", "year", "slug");

    /** SQLite's reserved words among the names above (sqlite.org/lang_keywords.html). */
    private static final List<String> RESERVED = List.of("select", "table", "order");

    private Names() {}

    /** Returns a name in double quotes. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Returns a name that is the same to SQLite, which folds the letters of ASCII alone. */
    static String inOtherCase(String name) {
        StringBuilder other = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            boolean lower = letter >= 'a' && letter <= 'z';
            boolean upper = letter >= 'A' && letter <= 'Z';
            other.append(lower || upper ? (char) (letter ^ 0x20) : letter);
        }
        return other.toString();
    }

    /** Returns a name in one of the forms that SQLite takes: bare, or in one of three kinds of quotes. */
    static String declared(String name, Quotes quotes) {
        return switch (quotes) {
            case NONE -> PLAIN.matcher(name).matches() && !RESERVED.contains(name) ? name : quoted(name);
            case DOUBLE -> quoted(name);
            case BRACKETS -> name.contains("]") ? quoted(name) : "[" + name + "]";
            case BACKTICKS -> "`" + name.replace("`", "``") + "`";
        };
    }

    /** How a declaration quotes its names. */
    enum Quotes {
        NONE,
        DOUBLE,
        BRACKETS,
        BACKTICKS
    }

    /** Returns distinct names of tables, a few hostile ones among them if so wished. */
    static List<String> tables(Dice dice, boolean hostile) {
        List<String> names = new ArrayList<>(dice.shuffled(TABLES));
        if (hostile) {
            names.add(dice.below(3), dice.pick(HOSTILE));
        }
        return names;
    }

    /** Returns distinct names of columns, a few hostile ones among them if so wished. */
    static List<String> columns(Dice dice, boolean hostile) {
        List<String> names = new ArrayList<>(dice.shuffled(COLUMNS));
        if (hostile) {
            names.add(dice.below(3), dice.pick(HOSTILE));
        }
        if (dice.chance(0.03)) {
            names.add(0, dice.of("rowid", "oid", "_rowid_", "RowID"));
        }
        return names;
    }
}
