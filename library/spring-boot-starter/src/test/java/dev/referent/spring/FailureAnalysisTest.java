package dev.referent.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.Entity;
import jakarta.persistence.ForeignKey;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What is said of an application with Hibernate that does not start. */
@ExtendWith(OutputCaptureExtension.class)
final class FailureAnalysisTest {
    @TempDir
    private Path folder;

    private static void fails(String url, String... properties) {
        assertThatThrownBy(() -> new SpringApplicationBuilder(Shop.class)
                        .web(WebApplicationType.NONE)
                        .properties(
                                "spring.main.banner-mode=off",
                                "spring.flyway.enabled=false",
                                "spring.liquibase.enabled=false",
                                "spring.data.jdbc.repositories.enabled=false",
                                "spring.datasource.url=" + url)
                        .properties(properties)
                        .run()
                        .close())
                .isInstanceOf(RuntimeException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:sqllite:shop.db?password=secret, jdbc:sqllite:shop.db",
        "jdbc:sqlsrver://h;user=sa;password=secret, jdbc:sqlsrver://h",
        "jdbc:mysqll://root:s?e;c@ret@h/shop, jdbc:mysqll:..."
    })
    void aUrlThatNoDriverAcceptsIsNamed(String url, String shown, CapturedOutput output) {
        fails(url);
        assertThat(output)
                .contains("No JDBC driver accepts spring.datasource.url=" + shown + ".")
                .contains("Correct the URL");
    }

    @Test
    void aUrlOfReferentsDriverNeedsItsName(CapturedOutput output) {
        fails("jdbc:referent:sqlite:" + folder.resolve("shop.db"));
        assertThat(output).contains("without \"referent:\"").contains("dev.referent.jdbc.ReferentDriver");
    }

    @Test
    void aMissingDirectoryIsNamedAlthoughHibernateKeepsItToItself(CapturedOutput output) {
        fails("jdbc:sqlite:" + folder.resolve("missing/shop.db"));
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("Check that the file and its directory exist");
    }

    @Test
    void aForeignKeyThatTheDatabaseLacksIsNamed(CapturedOutput output) throws SQLException {
        String url = "jdbc:sqlite:" + folder.resolve("shop.db");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE customer (id bigint PRIMARY KEY);"
                    + "CREATE TABLE purchase (id bigint PRIMARY KEY, customer_id bigint)");
        }
        fails(url, "spring.jpa.hibernate.ddl-auto=validate");
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("purchase_customer_fk")
                .contains("Change the tables by a migration, or the mapping");
    }

    /** An application with two entities. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Shop {}

    /** A parent. */
    @Entity(name = "customer")
    static class Customer {
        @Id
        @Nullable Long id;
    }

    /** A child. */
    @Entity(name = "purchase")
    static class Purchase {
        @Id
        @Nullable Long id;

        @ManyToOne
        @JoinColumn(name = "customer_id", foreignKey = @ForeignKey(name = "purchase_customer_fk"))
        @Nullable Customer customer;
    }
}
