package dev.referent.evidence.comparison.run;

import dev.referent.evidence.comparison.path.DataSources;
import dev.referent.evidence.comparison.scenario.Key;
import dev.referent.evidence.comparison.scenario.Operation;
import dev.referent.evidence.comparison.scenario.Scenario;
import dev.referent.evidence.comparison.scenario.Table;
import dev.referent.evidence.engines.Database;
import dev.referent.evidence.engines.Family;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a scenario in an empty database. They are created before the scenario and read after it, on separate
 * connections.
 */
final class ScenarioTables {
    /** A table that shows what became of a transaction: row 1 is written before its steps, row 2 after a failure. */
    static final Table WITNESS = Table.of("witness", "id INTEGER NOT NULL PRIMARY KEY");

    private final Database database;
    private final Scenario scenario;
    private final Family family;

    ScenarioTables(Database database, Scenario scenario, Family family) {
        this.database = database;
        this.scenario = scenario;
        this.family = family;
    }

    /** Creates the tables, inserts the initial rows and executes the preparations. */
    void create() throws SQLException {
        try (Connection connection = DataSources.of(database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(WITNESS.creation());
            Set<String> created = new HashSet<>();
            List<Key> later = new ArrayList<>();
            for (Table table : scenario.tables()) {
                created.add(table.name());
                boolean now = family == Family.SQLITE
                        || table.keys().stream().allMatch(key -> created.contains(key.parent()));
                statement.executeUpdate((now ? table : table.with()).creation());
                if (!now) {
                    later.addAll(table.keys());
                }
            }
            for (Key key : later) {
                statement.executeUpdate(key.addition());
            }
            for (Operation.Insert row : scenario.rows()) {
                store(connection, row);
            }
            for (Operation.Sql sql : scenario.preparations()) {
                statement.execute(sql.on(family).orElseThrow());
            }
        }
    }

    private static void store(Connection connection, Operation.Insert row) throws SQLException {
        String markers = "?" + ", ?".repeat(row.values().size() - 1);
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO " + row.table().name() + " VALUES (" + markers + ")")) {
            for (int i = 0; i < row.values().size(); i++) {
                statement.setObject(i + 1, row.values().get(i));
            }
            statement.executeUpdate();
        }
    }

    /** Returns the rows that are stored now. A dropped table is listed as gone. */
    List<String> rows() throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DataSources.of(database).getConnection();
                Statement statement = connection.createStatement()) {
            for (Table table : scenario.tables()) {
                try (ResultSet found = statement.executeQuery("SELECT * FROM " + table.name() + " ORDER BY 1")) {
                    while (found.next()) {
                        rows.add(OperationDescription.row(table.name(), values(found)));
                    }
                } catch (SQLException e) {
                    rows.add(table.name() + " is gone");
                }
            }
        }
        return rows;
    }

    private static List<@Nullable Object> values(ResultSet found) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
            values.add(found.getObject(i));
        }
        return values;
    }

    /** Returns the number of orphan rows; -1 if they cannot be counted. */
    int orphans() {
        int orphans = 0;
        for (Key key : scenario.keys()) {
            try {
                orphans += Math.toIntExact(count(key.orphanCount()));
            } catch (SQLException e) {
                return -1;
            }
        }
        return orphans;
    }

    /** Returns whether row 1 of the witness table is stored. */
    boolean hasFirstWitness() throws SQLException {
        return count("SELECT COUNT(*) FROM witness WHERE id = 1") == 1;
    }

    private long count(String sql) throws SQLException {
        try (Connection connection = DataSources.of(database).getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
