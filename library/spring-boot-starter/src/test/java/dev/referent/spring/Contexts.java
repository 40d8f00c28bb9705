package dev.referent.spring;

import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.delegate.DelegatingConnection;
import java.lang.reflect.Field;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.ClassUtils;

/** Contexts with the auto-configurations of Spring Boot, whatever their packages are called in its version. */
final class Contexts {
    private Contexts() {}

    /** A context with a pool and a {@link JdbcTemplate} on a URL. */
    static ApplicationContextRunner jdbc(String url) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(jdbcConfigurations()))
                .withPropertyValues("spring.datasource.url=" + url);
    }

    /** A context with an application's own data sources. */
    static ApplicationContextRunner plain(Class<?> configuration) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ReferentAutoConfiguration.class))
                .withUserConfiguration(configuration);
    }

    static Class<?>[] jdbcConfigurations() {
        return Stream.concat(
                        Stream.of(ReferentAutoConfiguration.class),
                        Stream.of("DataSourceAutoConfiguration", "JdbcTemplateAutoConfiguration")
                                .map(name ->
                                        either("boot.jdbc.autoconfigure." + name, "boot.autoconfigure.jdbc." + name)))
                .toArray(Class<?>[]::new);
    }

    /** Returns a class that Spring Boot 4 has under one name, and Spring Boot 3 under another. */
    static Class<?> either(String boot4, String boot3) {
        ClassLoader loader = Contexts.class.getClassLoader();
        String name = "org.springframework." + boot4;
        return ClassUtils.resolveClassName(
                ClassUtils.isPresent(name, loader) ? name : "org.springframework." + boot3, loader);
    }

    /** Creates books that reference their author. */
    static void createTables(JdbcTemplate jdbc) {
        jdbc.execute("DROP TABLE IF EXISTS book");
        jdbc.execute("DROP TABLE IF EXISTS author");
        jdbc.execute("CREATE TABLE author (id INTEGER PRIMARY KEY)");
        jdbc.execute("CREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER,"
                + " CONSTRAINT book_author_fk FOREIGN KEY (author_id) REFERENCES author (id))");
    }

    /** Tells whether a connection is enforced by one handle, which has none below it. */
    static boolean isEnforcedOnce(Connection connection) throws SQLException, ReflectiveOperationException {
        Class<?> handle = Class.forName("dev.referent.jdbc.EnforcedConnection");
        Field below = DelegatingConnection.class.getDeclaredField("delegate");
        below.setAccessible(true);
        return EnforcedDataSource.isEnforced(connection)
                && !EnforcedDataSource.isEnforced((Connection) below.get(connection.unwrap(handle)));
    }
}
