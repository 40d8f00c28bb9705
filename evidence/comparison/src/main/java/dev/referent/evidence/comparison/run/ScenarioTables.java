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

/** The tables of a scenario in an empty database: made before it, read after it, on connections of their own. */
final class ScenarioTables {
    /** Its row 1 is written before the steps of a transaction, its row 2 after a refusal. */
    static final Table WITNESS = Table.of("witness", "id INTEGER NOT NULL PRIMARY KEY");

    private final Database database;
    private final Scenario scenario;
    private final Family family;

    ScenarioTables(Database database, Scenario scenario, Family family) {
        this.database = database;
        this.scenario = scenario;
        this.family = family;
    }

    /** Makes the tables, stores the rows that are there beforehand, and sends the preparations. */
    void set() throws SQLException {
        try (Connection connection = DataSources.of(database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(WITNESS.creation(true));
            Set<String> made = new HashSet<>();
            List<Key> later = new ArrayList<>();
            for (Table table : scenario.tables()) {
                made.add(table.name());
                boolean now =
                        family == Family.SQLITE || table.keys().stream().allMatch(key -> made.contains(key.parent()));
                statement.executeUpdate(table.creation(now));
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
            for (Operation.Sql text : scenario.preparations()) {
                statement.execute(text.on(family).orElseThrow());
            }
        }
    }

    private static void store(Connection connection, Operation.Insert row) throws SQLException {
        String marks = "?" + ", ?".repeat(row.values().size() - 1);
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO " + row.table().name() + " VALUES (" + marks + ")")) {
            for (int i = 0; i < row.values().size(); i++) {
                statement.setObject(i + 1, row.values().get(i));
            }
            statement.executeUpdate();
        }
    }

    /** Returns the rows that are stored now; of a table that is gone, that it is. */
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

    /** Returns how many stored rows have a key that points at nothing; -1 if the engine cannot tell. */
    int orphans() {
        int orphans = 0;
        for (Key key : scenario.keys()) {
            try {
                orphans += Math.toIntExact(count(key.orphans()));
            } catch (SQLException e) {
                return -1;
            }
        }
        return orphans;
    }

    /** Returns whether the witness' first row is stored. */
    boolean witnessed() throws SQLException {
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
