package dev.referent.docs.ways;

import dev.referent.docs.library.Author;
import dev.referent.docs.library.Book;
import dev.referent.docs.library.Contract;
import dev.referent.docs.library.Loan;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.mybatis.CommitOrRollback;
import dev.referent.mybatis.EnforcedDataSourceFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.cfg.JdbcSettings;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.StatementCallback;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A file, and how an application opens it.
 *
 * @param file where it lies
 * @param access what the application does about foreign keys
 */
public record Database(Path file, Access access) {

    /** What an application does about foreign keys. */
    public enum Access {
        /** Nothing: the driver, by its URL. */
        DRIVER,
        /** The driver, with {@code foreign_keys=on} in its URL. */
        KEYS_ON,
        /** Referent, as the guide says for each library. */
        REFERENT,
        /** The same, and transactions are committed whole or not at all. */
        ALL_OR_NOTHING
    }

    /** For a machine that does other work as well. */
    private static final Duration LIMIT = Duration.ofMinutes(1);

    static final List<Class<?>> ENTITIES = List.of(Author.class, Book.class, Contract.class, Loan.class);

    /** The driver's URL. */
    String url() {
        return "jdbc:sqlite:" + file + (access == Access.KEYS_ON ? "?foreign_keys=on" : "");
    }

    /** What JDBC, and any library on top of a DataSource, is given. */
    DataSource source() throws SQLException {
        return switch (access) {
            case DRIVER, KEYS_ON -> new DriverManagerDataSource(url());
            case REFERENT -> EnforcedDataSource.open(url()).explainingWithin(LIMIT);
            case ALL_OR_NOTHING -> EnforcedDataSource.open(url()).allOrNothing().explainingWithin(LIMIT);
        };
    }

    /** Hibernate's configuration; with Referent, nothing but the URL is set, as it is on the class path. */
    Configuration hibernate() {
        Configuration configuration = new Configuration()
                .setProperty(JdbcSettings.JAKARTA_JDBC_URL, url())
                .setProperty(JdbcSettings.LOG_JDBC_ERRORS, false);
        ENTITIES.forEach(configuration::addAnnotatedClass);
        return access == Access.REFERENT ? configuration : configuration.setProperty("referent.enforce", false);
    }

    /** MyBatis, with Referent's source and plugin or with neither. */
    SqlSessionFactory myBatis() throws SQLException {
        var configuration = new org.apache.ibatis.session.Configuration(
                new Environment("library", new JdbcTransactionFactory(), sourceOfMyBatis()));
        configuration.addMapper(LibraryMapper.class);
        if (access == Access.REFERENT) {
            configuration.addInterceptor(new CommitOrRollback());
        }
        return new SqlSessionFactoryBuilder().build(configuration);
    }

    private DataSource sourceOfMyBatis() throws SQLException {
        if (access != Access.REFERENT) {
            return source();
        }
        Properties properties = new Properties();
        properties.setProperty("url", url());
        EnforcedDataSourceFactory factory = new EnforcedDataSourceFactory();
        factory.setProperties(properties);
        return factory.getDataSource();
    }

    /** Makes the tables, past all that is tried. */
    public void create(String schema) {
        past().execute((StatementCallback<Integer>) statement -> statement.executeUpdate(schema));
    }

    /** Counts, past all that is tried, the rows of one column that a query tells of. */
    int count(String query) {
        return past().queryForList(query).size();
    }

    private JdbcTemplate past() {
        return new JdbcTemplate(new DriverManagerDataSource("jdbc:sqlite:" + file));
    }
}
