package dev.referent.mybatis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.jdbc.ForeignKeyViolationSQLException;
import java.io.StringReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;
import org.apache.ibatis.datasource.DataSourceException;
import org.apache.ibatis.datasource.pooled.PooledDataSource;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;

final class EnforcedDataSourceFactoryTest {
    private static final String XML =
            """
            <!DOCTYPE configuration PUBLIC "-//mybatis.org//DTD Config 3.0//EN" "https://mybatis.org/dtd/mybatis-3-config.dtd">
            <configuration>
              %s
              <plugins><plugin interceptor="dev.referent.mybatis.CommitOrRollback"/></plugins>
              <environments default="one">
                <environment id="one">
                  <transactionManager type="JDBC"/>
                  <dataSource type="%s">
                    <property name="driver" value="org.sqlite.JDBC"/>
                    <property name="url" value="%s"/>
                  </dataSource>
                </environment>
              </environments>
              <mappers><mapper class="dev.referent.mybatis.Library$Mapper"/></mappers>
            </configuration>
            """;

    @TempDir
    private Path folder;

    private Library library = new Library("");

    @BeforeEach
    void make() throws SQLException {
        library = Library.in(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "'',dev.referent.mybatis.EnforcedDataSourceFactory",
        "<typeAliases><typeAlias alias='ENFORCED' type='dev.referent.mybatis.EnforcedDataSourceFactory'/></typeAliases>,ENFORCED"
    })
    void isNamedInAConfigurationFile(String aliases, String type) throws SQLException {
        SqlSessionFactory factory =
                new SqlSessionFactoryBuilder().build(new StringReader(XML.formatted(aliases, type, library.url())));

        try (SqlSession session = factory.openSession()) {
            assertThatThrownBy(() -> session.getMapper(Library.Mapper.class).addBook(99))
                    .satisfies(failure -> assertThat(SessionTest.violations(failure))
                            .containsExactly("MISSING_PARENT book_author_fk [99] -"));
            assertThatThrownBy(session::commit).hasRootCauseInstanceOf(SQLException.class);
        }
        assertThat(library.stored()).isEqualTo("1 0 0");
    }

    @Test
    void usesThePoolOfMyBatisAndMakesSureOfEachOfItsConnections() throws SQLException {
        DataSource source = library.source("poolMaximumActiveConnections", "1");
        try (Connection careless = source.getConnection();
                Statement statement = careless.createStatement()) {
            statement.executeUpdate("PRAGMA foreign_keys=OFF");
            statement.executeUpdate("BEGIN");
            statement.executeUpdate("INSERT INTO author VALUES (2)");
        }

        try (Connection next = source.getConnection();
                Statement statement = next.createStatement()) {
            assertThat(List.of(read(statement, "PRAGMA foreign_keys"), read(statement, "SELECT count(*) FROM author")))
                    .containsExactly(1, 1);
            assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO book (author_id) VALUES (99)"))
                    .isInstanceOf(ForeignKeyViolationSQLException.class);
        }
        PooledDataSource pool = source.unwrap(PooledDataSource.class);
        assertThat(pool.getPoolState().getRequestCount()).isEqualTo(2);
        pool.forceCloseAll();
    }

    @ParameterizedTest(name = "pooled: {0}")
    @ValueSource(booleans = {false, true})
    void handsTheUrlAndTheDriversSettingsToTheDriver(boolean pooled) throws SQLException {
        Library withParameters = new Library(
                library.url()
                        + "?busy_timeout=1234&cache_size=5&date_class=TEXT&jdbc.get_generated_keys=false&transaction_mode=IMMEDIATE");
        DataSource source = withParameters.source(
                pooled ? "poolMaximumIdleConnections" : "driver.cache_spill",
                "1",
                "driver.cache_size",
                "77",
                "driver.encoding",
                "UTF8",
                "username",
                "me",
                "password",
                "secret",
                "defaultTransactionIsolationLevel",
                "1");
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            SQLiteConnection driver = connection.unwrap(SQLiteConnection.class);
            assertThat(read(statement, "PRAGMA busy_timeout")).isEqualTo(1234);
            assertThat(read(statement, "PRAGMA cache_size")).isEqualTo(77);
            assertThat(read(statement, "PRAGMA read_uncommitted")).isEqualTo(1);
            assertThat(driver.getConnectionConfig().getDateClass()).isEqualTo(SQLiteConfig.DateClass.TEXT);
            assertThat(driver.getConnectionConfig().isGetGeneratedKeys()).isFalse();
            assertThat(driver.getConnectionConfig().getTransactionMode())
                    .isEqualTo(SQLiteConfig.TransactionMode.IMMEDIATE);
            assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO book (author_id) VALUES (99)"))
                    .isInstanceOf(ForeignKeyViolationSQLException.class);
        }
        assertThat(source.isWrapperFor(PooledDataSource.class)).isEqualTo(pooled);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "0ms"})
    void boundsTheExplanation(String bound) throws SQLException {
        DataSource source = library.source("explainingWithin", bound);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO book (author_id) VALUES (99)"))
                    .isInstanceOfSatisfying(
                            ForeignKeyViolationSQLException.class,
                            violation -> assertThat(violation.undetermined()).isPresent());
        }
    }

    @Test
    void hidesValuesIfItIsAskedTo() throws SQLException {
        try (Connection connection = library.source("hidingValues", "true").getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO book (author_id) VALUES (99)"))
                    .isInstanceOf(ForeignKeyViolationSQLException.class)
                    .hasMessageNotContaining("99");
        }
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    user              | me                    | the property user is unknown; known are url,
                    driver            | org.postgresql.Driver | the driver org.postgresql.Driver is not SQLite's
                    allOrNothing      | no                    | the option allOrNothing cannot be 'no'; it is true or false
                    explainingWithin  | 1m                    | the option explainingWithin cannot be '1m'; it is a time such as 250ms, 2s
                    explainingWithin  | -PT1S                 | the option explainingWithin cannot be '-PT1S'
                    hidingValues      | maybe                 | the option hidingValues cannot be 'maybe'; it is true or false
                    poolMaximum       | 1                     | the property poolMaximum is unknown
                    poolPingQuery2    | x                     | the property poolPingQuery2 is unknown
                    defaultNetworkTimeout | x                 | a property cannot be set: For input string: "x"
                    driver.foreign_key  | on                  | the property foreign_key for jdbc:sqlite:
                    driver.foreign_keys | off                 | asks for foreign keys that are not enforced
                    driver.date_class | DAY                   | cannot be 'DAY'; it is one of INTEGER, TEXT, REAL
                    url               | jdbc:sqlite:x?foo=1   | the parameter foo in jdbc:sqlite:x?foo=1 is unknown
                    """)
    void rejectsAPropertyThatIsMisspelt(String name, String value, String message) {
        assertThatThrownBy(() -> library.source(name, value))
                .isInstanceOf(DataSourceException.class)
                .hasMessageContaining(message);
    }

    @Test
    void saysThatTheUrlIsMissing() {
        EnforcedDataSourceFactory factory = new EnforcedDataSourceFactory();

        assertThatThrownBy(() -> factory.setProperties(new Properties())).hasMessageContaining("url is missing");
        assertThatThrownBy(factory::getDataSource).hasMessageContaining("url is missing");
    }

    private static int read(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getInt(1);
        }
    }
}
