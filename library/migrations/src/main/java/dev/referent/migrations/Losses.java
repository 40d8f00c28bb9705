package dev.referent.migrations;

import dev.referent.jdbc.DeclaredForeignKey;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlTokens;
import dev.referent.jdbc.sql.SqlTokens.Token;
import dev.referent.migrations.Schema.Attachment;
import java.util.List;
import java.util.stream.IntStream;

/** Tells what a table has lost between two states of a schema, although it still exists. */
final class Losses {
    private Losses() {}

    /** Returns the keys of a table whose columns still exist and that no key replaces. */
    static List<DeclaredForeignKey> keys(Schema before, Schema after, String table) {
        return before.keys().stream()
                .filter(key -> SqlNames.same(key.childTable(), table))
                .filter(key -> key.childColumns().stream()
                        .allMatch(column -> after.column(table, column).isPresent()))
                .filter(key -> after.keys().stream()
                        .noneMatch(other -> SqlNames.same(other.childTable(), table)
                                && same(other.childColumns(), key.childColumns())))
                .toList();
    }

    /**
     * Returns the indexes and triggers of a table that neither have a namesake nor an equal afterwards, except indexes of columns that no
     * longer exist.
     */
    static List<Attachment> attachments(Schema before, Schema after, String table) {
        return before.indexes().stream()
                .filter(one -> SqlNames.same(one.table(), table) && isPossible(one, before, after))
                .filter(one -> after.indexes().stream()
                        .noneMatch(other -> other.type().equals(one.type())
                                && (SqlNames.same(other.name(), one.name())
                                        || (SqlNames.same(other.table(), table)
                                                && other.definition().equalsIgnoreCase(one.definition())))))
                .toList();
    }

    private static boolean same(List<String> one, List<String> other) {
        return one.size() == other.size()
                && IntStream.range(0, one.size()).allMatch(i -> SqlNames.same(one.get(i), other.get(i)));
    }

    private static boolean isPossible(Attachment one, Schema before, Schema after) {
        return !one.type().equals("index")
                || SqlTokens.of(one.definition()).stream()
                        .map(Token::text)
                        .filter(name -> before.column(one.table(), name).isPresent())
                        .allMatch(name -> after.column(one.table(), name).isPresent());
    }
}
