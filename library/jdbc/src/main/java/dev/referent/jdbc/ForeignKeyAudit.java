package dev.referent.jdbc;

import dev.referent.integrity.ForeignKey;
import dev.referent.jdbc.schema.OrphanQueries;
import dev.referent.jdbc.schema.SchemaForeignKeys;
import dev.referent.jdbc.server.ServerAudit;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.sqlite.SQLiteConnection;

/** Finds what is broken already: switching enforcement on checks no row that is there. */
public final class ForeignKeyAudit {
    private ForeignKeyAudit() {}

    /**
     * Counts the orphan rows of the {@code main} database, or of the server's database and schema that the connection is in;
     * reads every child row. A foreign key whose parent table is
     * missing, or whose columns do not pair up with its parent's, is not counted.
     *
     * @param dataSource an SQLite database, PostgreSQL or MariaDB
     * @return foreign key to its number of orphan rows, in the order of tables and declarations; sound keys are left out
     * @throws SQLException if the database cannot be read
     */
    public static Map<ForeignKey, Long> orphanRows(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            if (!connection.isWrapperFor(SQLiteConnection.class)) {
                return ServerAudit.orphanRows(connection);
            }
            OrphanQueries orphans = new OrphanQueries(connection.unwrap(SQLiteConnection.class));
            Map<ForeignKey, Long> counts = new LinkedHashMap<>();
            for (ForeignKey foreignKey : SchemaForeignKeys.of(connection, "main")) {
                long count = orphans.count("main", foreignKey);
                if (count > 0) {
                    counts.put(foreignKey, count);
                }
            }
            return Collections.unmodifiableMap(counts);
        }
    }
}
