package dev.referent.docs;

import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import dev.referent.jdbc.EnforcedDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.JdbcSettings;
import org.jdbi.v3.core.Jdbi;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.sqlite.SQLiteDataSource;

/** Makes the table of what each framework says about one failed INSERT, and compares it with what the page shows. */
final class AdoptTest {
    private static final String BOOK_OF_NOBODY = "INSERT INTO book (author_id) VALUES (99)";

    /** The line of a long message that says what has failed. */
    private static final Pattern CAUSE = Pattern.compile("Message\\s*: .*|### Error updating database.*");

    @TempDir
    private Path folder;

    /** A way to store the book. */
    @FunctionalInterface
    private interface Write {
        /** Stores it. */
        void by(DataSource source) throws Exception;
    }

    /** The mapper of an application. */
    interface Books {
        /** Stores it. */
        @Insert(BOOK_OF_NOBODY)
        void add();
    }

    @Test
    void isWhatThePageShows() throws Exception {
        Map<String, Write> frameworks = new LinkedHashMap<>();
        frameworks.put("JDBC", AdoptTest::jdbc);
        frameworks.put("HikariCP", AdoptTest::hikari);
        frameworks.put("Spring JDBC", source -> new JdbcTemplate(source).update(BOOK_OF_NOBODY));
        frameworks.put("Hibernate", AdoptTest::hibernate);
        frameworks.put("MyBatis", AdoptTest::myBatis);
        frameworks.put("jOOQ", source -> DSL.using(source, SQLDialect.SQLITE).execute(BOOK_OF_NOBODY));
        frameworks.put("Jdbi", source -> Jdbi.create(source).useHandle(handle -> handle.execute(BOOK_OF_NOBODY)));
        frameworks.put("Flyway", this::flyway);

        GeneratedTable table =
                new GeneratedTable("adopt", "framework", "driver with `foreign_keys=on`", "with Referent");
        for (Map.Entry<String, Write> framework : frameworks.entrySet()) {
            String url = "jdbc:sqlite:" + folder.resolve(framework.getKey().replace(' ', '-'));
            SQLiteDataSource driver = new SQLiteDataSource();
            driver.setUrl(tables(url + "-1.db"));
            driver.setEnforceForeignKeys(true);
            DataSource referent =
                    EnforcedDataSource.open(tables(url + "-2.db")).explainingWithin(Duration.ofSeconds(10));
            table.row(
                    framework.getKey(), failure(framework.getValue(), driver), failure(framework.getValue(), referent));
        }
        table.isShownBy("docs/adopt.md");
    }

    private static String failure(Write write, DataSource source) {
        Throwable failure = catchThrowable(() -> write.by(source));
        String message = String.valueOf(failure.getMessage()).strip();
        Matcher cause = CAUSE.matcher(message);
        return failure.getClass().getSimpleName() + ": " + (cause.find() ? "… " + cause.group() + " …" : message);
    }

    private static String tables(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE author (id INTEGER PRIMARY KEY)");
            statement.executeUpdate("CREATE TABLE book (id INTEGER PRIMARY KEY,"
                    + " author_id INTEGER CONSTRAINT book_author_fk REFERENCES author)");
        }
        return url;
    }

    private static void jdbc(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(BOOK_OF_NOBODY);
        }
    }

    private static void hikari(DataSource source) throws SQLException {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setDataSource(source);
            jdbc(pool);
        }
    }

    private static void hibernate(DataSource source) {
        org.hibernate.cfg.Configuration configuration = new org.hibernate.cfg.Configuration()
                .setProperty(JdbcSettings.LOG_JDBC_ERRORS, false)
                .setProperty("referent.enforce", source instanceof EnforcedDataSource);
        configuration.getProperties().put(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, source);
        try (SessionFactory factory = configuration.buildSessionFactory()) {
            factory.inTransaction(
                    session -> session.createNativeMutationQuery(BOOK_OF_NOBODY).executeUpdate());
        }
    }

    private static void myBatis(DataSource source) {
        Configuration configuration = new Configuration(new Environment("one", new JdbcTransactionFactory(), source));
        configuration.addMapper(Books.class);
        try (SqlSession session =
                new SqlSessionFactoryBuilder().build(configuration).openSession()) {
            session.getMapper(Books.class).add();
        }
    }

    private void flyway(DataSource source) throws IOException {
        Path scripts = Files.createDirectories(folder.resolve("scripts"));
        Files.writeString(scripts.resolve("V1__book.sql"), BOOK_OF_NOBODY + ";");
        Flyway.configure()
                .dataSource(source)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .locations("filesystem:" + scripts)
                .load()
                .migrate();
    }
}
