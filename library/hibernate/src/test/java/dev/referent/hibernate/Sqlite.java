package dev.referent.hibernate;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/**
 * A file of SQLite's, and how Hibernate is started on it.
 *
 * @param file where it is
 */
public record Sqlite(Path file) {
    static final String SOURCE = "jakarta.persistence.nonJtaDataSource";

    private static final String KEYS =
            """
            SELECT t.name || '(' || group_concat(k."from", ',' ORDER BY k.seq) || ')->' || k."table" || '('
                   || group_concat(k."to", ',' ORDER BY k.seq) || ')'
                   || CASE k.on_delete WHEN 'NO ACTION' THEN '' ELSE ' ' || k.on_delete END
              FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) k
             WHERE t.type = 'table' GROUP BY t.name, k.id ORDER BY 1
            """;

    public String url() {
        return "jdbc:sqlite:" + file;
    }

    /** Starts Hibernate by its native bootstrap, with nothing set but what is given, and the URL if no source is. */
    SessionFactory open(Map<String, ?> settings, Class<?>... entities) {
        Configuration configuration = new Configuration().addAnnotatedClasses(entities);
        if (!settings.containsKey(SOURCE)) {
            configuration.setProperty("hibernate.connection.url", url());
        }
        configuration.getProperties().putAll(settings);
        return configuration.buildSessionFactory();
    }

    /** Starts Hibernate and has it do one thing with the schema first. */
    SessionFactory open(String schemaAction, Class<?>... entities) {
        return open(Map.of("hibernate.hbm2ddl.auto", schemaAction), entities);
    }

    /** Returns every foreign key that SQLite itself lists, as {@code child(columns)->parent(columns) ACTION}. */
    List<String> foreignKeys() throws SQLException {
        return query(KEYS);
    }

    /** Returns a table's text. */
    String text(String table) throws SQLException {
        return query("SELECT sql FROM sqlite_schema WHERE name = '" + table + "'")
                .get(0);
    }

    /** Returns the first column, past all that is tested. */
    List<String> query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    /** Runs statements past all that is tested, without enforcement. */
    void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
