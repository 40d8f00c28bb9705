package dev.referent.orphans;

import dev.referent.jdbc.sql.Sql;
import dev.referent.jdbc.sql.SqlLiteral;
import dev.referent.jdbc.sql.SqlNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The triggers of some tables, taken out within a transaction and put back before it ends, to the letter. What a repair takes
 * out it keeps; what a trigger would do because of it, nobody keeps and no restore undoes.
 */
final class SuspendedTriggers {
    private final Connection connection;
    private final Collection<String> tables;
    private final List<String> declarations;
    private final List<String> bytes;

    private SuspendedTriggers(
            Connection connection, Collection<String> tables, List<String> declarations, List<String> bytes) {
        this.connection = connection;
        this.tables = tables;
        this.bytes = bytes;
        this.declarations = declarations;
    }

    /** Returns the names of the triggers of tables. */
    static List<String> names(Connection connection, Collection<String> tables) throws SQLException {
        return Sql.texts(connection, "SELECT name" + from(tables));
    }

    /** Takes them out. */
    static SuspendedTriggers suspend(Connection connection, Collection<String> tables) throws SQLException {
        List<String> declarations = new ArrayList<>(Sql.texts(connection, "SELECT sql" + from(tables)));
        List<String> bytes = bytes(connection, tables);
        for (String name : names(connection, tables)) {
            Sql.execute(connection, "DROP TRIGGER main." + SqlNames.quoted(name));
        }
        return new SuspendedTriggers(connection, List.copyOf(tables), declarations, bytes);
    }

    private static List<String> bytes(Connection connection, Collection<String> tables) throws SQLException {
        return Sql.texts(connection, "SELECT hex(sql)" + from(tables));
    }

    private static String from(Collection<String> tables) {
        return " FROM main.sqlite_schema WHERE type = 'trigger' AND tbl_name COLLATE NOCASE IN ("
                + tables.stream().map(SqlLiteral::of).collect(Collectors.joining(", ")) + ") ORDER BY rowid";
    }

    /**
     * Puts them back, in their order.
     *
     * @throws SQLException if one would not be as it was; the caller rolls the transaction back
     */
    void resume() throws SQLException {
        for (String declaration : declarations) {
            Sql.execute(connection, declaration);
        }
        if (!bytes(connection, tables).equals(bytes)) { // for example, a text that is not valid UTF-8
            throw new SQLException("a trigger of " + String.join(", ", tables)
                    + " cannot be put back to the letter; nothing is written");
        }
    }
}
