package dev.referent.jdbc.unenforced;

import dev.referent.jdbc.driver.WrittenTables;
import dev.referent.jdbc.sql.SqlStatement;
import dev.referent.jdbc.sql.SqlTokens;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** One statement of a bulk write, by its SQL. */
final class BulkStatement {
    private static final Set<String> READS = Set.of("", "SELECT", "VALUES", "SAVEPOINT", "RELEASE");

    /** A ROLLBACK brings back a dropped trigger; a PRAGMA, or the EXPLAIN of one, decides whether a REPLACE fires one. */
    private static final Set<String> CHANGES_WRITES = Set.of("PRAGMA", "EXPLAIN", "ROLLBACK", "REINDEX", "ANALYZE");

    private static final Set<String> WITHOUT_ROWS = Set.of("INDEX", "TRIGGER", "VIEW");

    /** What may stand before those; a table may be named as one of them. */
    private static final Set<String> BEFORE_TYPE = Set.of("TEMP", "TEMPORARY", "UNIQUE");

    private static final Set<String> BEFORE_TABLE = Set.of("INTO", "FROM");

    private final SqlStatement statement;
    private final List<Token> tokens;

    BulkStatement(String sql) {
        statement = SqlStatement.of(sql);
        tokens = statement.tokens();
    }

    /** What a statement does to a table. */
    enum Change {
        /** It only adds rows. */
        INSERTS,
        /** It only adds rows, and skips those that conflict with others. */
        SKIPS,
        /** It only deletes rows. */
        DELETES,
        /** It may update or replace rows, or a trigger writes the table. */
        OTHER;

        /** Those by which a table loses no row, and none changes. */
        static final Set<Change> ADDITIONS = EnumSet.of(INSERTS, SKIPS);
    }

    enum Kind {
        /** It writes no row. */
        READS,
        /** It writes rows of tables that its compiled form shows. */
        WRITES,
        /** It writes no row, but later statements may write other rows than before it: it drops a trigger, for example. */
        CHANGES_WRITES,
        /** It may change any table. */
        CHANGES_TABLES
    }

    Kind kind() {
        String first = keyword(0);
        if (READS.contains(first)) {
            return Kind.READS;
        }
        if (CHANGES_WRITES.contains(first)) {
            return Kind.CHANGES_WRITES;
        }
        if (first.equals("CREATE") || first.equals("DROP")) {
            String type = keyword(BEFORE_TYPE.contains(keyword(1)) ? 2 : 1);
            return WITHOUT_ROWS.contains(type) ? Kind.CHANGES_WRITES : Kind.CHANGES_TABLES;
        }
        return statement.isWrite() ? Kind.WRITES : Kind.CHANGES_TABLES;
    }

    /** Returns whether it may change which triggers a later statement fires, or which table it names. */
    boolean mayChangeTriggers() {
        return !statement.says("INDEX");
    }

    /** Returns whether it may read {@code changes()}, which the EXPLAIN of a write sets to 0. */
    boolean readsChanges() {
        return statement.says("CHANGES");
    }

    private String keyword(int index) {
        return index < tokens.size() ? tokens.get(index).keyword() : "";
    }

    /** Returns the table that it names after INTO or FROM, as {@link WrittenTables#nameOf} forms names; empty if it is not certain. */
    private Optional<String> target(WrittenTables written) {
        int i = SqlTokens.find(tokens, 0, BEFORE_TABLE);
        if (i + 1 >= tokens.size()) {
            return Optional.empty();
        }
        boolean qualified = i + 3 < tokens.size() && tokens.get(i + 2).is(".");
        String table = tokens.get(qualified ? i + 3 : i + 1).text();
        List<String> names = (qualified ? Set.of(tokens.get(i + 1).text()) : written.schemas())
                .stream()
                        .map(schema -> WrittenTables.nameOf(schema, table))
                        .filter(written.names()::contains)
                        .toList();
        return names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty();
    }

    Change change(WrittenTables written, String table) {
        if (written.indirect().contains(table) || !target(written).equals(Optional.of(table))) {
            return Change.OTHER;
        }
        if (statement.isInsert()) {
            return replaces() ? Change.OTHER : skips() ? Change.SKIPS : Change.INSERTS;
        }
        return statement.says("DELETE") && !statement.says("UPDATE") ? Change.DELETES : Change.OTHER;
    }

    /** Returns whether it may update or delete rows that conflict with its own. */
    private boolean replaces() {
        return follows("OR", "REPLACE") || follows("REPLACE", "INTO") || follows("DO", "UPDATE");
    }

    private boolean skips() {
        return follows("OR", "IGNORE") || follows("DO", "NOTHING");
    }

    /** Returns whether it finds rows that it deletes by their own values only. */
    boolean deletesWithoutQuery() {
        boolean inTable = IntStream.range(1, tokens.size())
                .anyMatch(i -> tokens.get(i - 1).is("IN") && !tokens.get(i).is("("));
        return keyword(0).equals("DELETE") && !statement.says("SELECT") && !inTable;
    }

    private boolean follows(String first, String second) {
        return IntStream.range(1, tokens.size())
                .anyMatch(i -> tokens.get(i - 1).is(first) && tokens.get(i).is(second));
    }
}
