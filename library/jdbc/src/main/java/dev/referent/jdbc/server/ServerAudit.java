package dev.referent.jdbc.server;

import dev.referent.integrity.ForeignKey;
import dev.referent.jdbc.server.ServerKeys.Placed;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts the orphan rows in a server's database, from the days of a switched-off enforcement. */
public final class ServerAudit {
    private ServerAudit() {}

    /**
     * Counts them in the schema that the connection is in, which is a database of MariaDB's.
     *
     * @return foreign key to its number of orphan rows; sound keys are left out
     * @throws SQLException if the database cannot be read
     */
    public static Map<ForeignKey, Long> orphanRows(Connection connection) throws SQLException {
        Server server = Server.of(connection);
        ServerKeys keys = new ServerKeys(connection, server);
        KeyQueries rows = new KeyQueries(connection);
        String schema = server == Server.MARIADB ? connection.getCatalog() : connection.getSchema();
        Map<ForeignKey, Long> counts = new LinkedHashMap<>();
        for (String table : tables(connection)) {
            for (Placed key : keys.of(schema, table)) {
                long count = rows.orphans(key);
                if (count > 0) {
                    counts.put(key.foreignKey(), count);
                }
            }
        }
        return Collections.unmodifiableMap(counts);
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet tables = connection
                .getMetaData()
                .getTables(connection.getCatalog(), connection.getSchema(), "%", new String[] {"TABLE"})) {
            while (tables.next()) {
                names.add(tables.getString("TABLE_NAME"));
            }
        }
        return names;
    }
}
