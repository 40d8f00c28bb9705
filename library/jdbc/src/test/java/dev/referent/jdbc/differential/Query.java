package dev.referent.jdbc.differential;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads rows to the letter. */
final class Query {
    private Query() {}

    static List<List<Value>> rows(Connection connection, String sql, Value... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                new Parameter(values[i], Parameter.Setter.TYPED).bind(statement, i + 1);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return rest(rows);
            }
        }
    }

    /** Returns the rows that are still to come. */
    static List<List<Value>> rest(ResultSet rows) throws SQLException {
        List<List<Value>> read = new ArrayList<>();
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
            List<Value> row = new ArrayList<>();
            for (int column = 1; column <= columns; column++) {
                row.add(Value.of(rows.getObject(column)));
            }
            read.add(row);
        }
        return read;
    }
}
