package dev.referent.docs;

import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.referent.jdbc.EnforcedDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.cfg.JdbcSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** Makes the table of messages without Referent and with it, and compares it with what the page shows. */
final class BesideReferentTest {
    private static final List<String> STATEMENTS = List.of(
            "INSERT INTO book (author_id) VALUES (99)",
            "UPDATE author SET id = 5 WHERE id = 1",
            "DELETE FROM author WHERE id = 2",
            "DELETE FROM book WHERE id = 2",
            "INSERT INTO loan (book_id) VALUES (77)");

    @TempDir
    private Path folder;

    @Test
    void isWhatThePageShows() throws Exception {
        GeneratedTable table = new GeneratedTable(
                "beside",
                "in a transaction, committed afterwards",
                "driver with `foreign_keys=on`",
                "Hibernate on that driver",
                "with Referent");
        for (String sql : STATEMENTS) {
            table.row("`" + sql + "`", driver(sql), hibernate(sql), referent(sql));
        }
        table.isShownBy("docs/before-and-after.md");
    }

    private String driver(String sql) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(tables() + "?foreign_keys=on")) {
            return failureMessage(connection, sql);
        }
    }

    private String referent(String sql) throws SQLException, IOException {
        EnforcedDataSource source = EnforcedDataSource.open(tables()).explainingWithin(Duration.ofMinutes(1));
        try (Connection connection = source.getConnection()) {
            return failureMessage(connection, sql);
        }
    }

    private static String failureMessage(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            SQLException exception = catchThrowableOfType(SQLException.class, () -> {
                statement.executeUpdate(sql);
                connection.commit();
            });
            return String.valueOf(exception.getMessage());
        }
    }

    private String hibernate(String sql) throws SQLException, IOException {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl(tables());
        source.setEnforceForeignKeys(true);
        Configuration configuration = new Configuration()
                .setProperty(JdbcSettings.LOG_JDBC_ERRORS, false)
                .setProperty("referent.enforce", false);
        configuration.getProperties().put(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, source);
        try (SessionFactory factory = configuration.buildSessionFactory()) {
            Throwable exception = catchThrowable(() -> factory.inTransaction(
                    session -> session.createNativeMutationQuery(sql).executeUpdate()));
            return "`" + exception.getClass().getSimpleName() + "`: " + exception.getMessage();
        }
    }

    private String tables() throws SQLException, IOException {
        String url = "jdbc:sqlite:" + folder.resolve(UUID.randomUUID() + ".db");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(Page.output("errors-schema"));
        }
        return url;
    }
}
