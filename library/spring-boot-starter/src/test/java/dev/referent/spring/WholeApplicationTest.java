package dev.referent.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** An application with all that Spring Boot configures, asked over HTTP. */
@ExtendWith(OutputCaptureExtension.class)
final class WholeApplicationTest {
    @TempDir
    private Path folder;

    private @Nullable ConfigurableApplicationContext context;

    private void start(Class<?> configuration, String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "server.port=0",
                "spring.main.banner-mode=off",
                "spring.flyway.enabled=false",
                "spring.liquibase.enabled=false",
                "spring.data.jdbc.repositories.enabled=false",
                "spring.jpa.open-in-view=false",
                "management.endpoint.health.show-details=always",
                "management.endpoints.web.exposure.include=health,metrics",
                "spring.datasource.url=jdbc:sqlite:" + folder.resolve("library.db")));
        all.addAll(List.of(properties));
        context = new SpringApplicationBuilder(Library.class, configuration)
                .properties(all.toArray(String[]::new))
                .run();
        JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
        Contexts.createTables(jdbc);
        jdbc.update("INSERT INTO author VALUES (1)");
    }

    @AfterEach
    void stop() {
        if (context != null) {
            context.close();
        }
    }

    private HttpResponse<String> send(String method, String path, String... headers)
            throws IOException, InterruptedException {
        URI uri = URI.create(
                "http://localhost:" + requireNonNull(context).getEnvironment().getProperty("local.server.port") + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"servlet", "reactive"})
    void aViolationIsAProblem(String web) throws Exception {
        start(Library.class, "spring.main.web-application-type=" + web);
        HttpResponse<String> missing = send("POST", "/books/99");
        assertThat(missing.statusCode()).isEqualTo(400);
        assertThat(missing.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(missing.body())
                .contains("\"constraint\":\"book_author_fk\"")
                .contains("\"key\":[99]")
                .contains("book.author_id = 99 has no matching author.id");
        assertThat(send("POST", "/hibernate/99").body()).contains("\"kind\":\"MISSING_PARENT\"");
        assertThat(send("POST", "/aggregates/99").statusCode())
                .as("what Spring Data JDBC 3 throws")
                .isEqualTo(400);

        assertThat(send("POST", "/books/1").statusCode()).isEqualTo(200);
        HttpResponse<String> referenced = send("POST", "/authors/1/delete");
        assertThat(referenced.statusCode()).isEqualTo(409);
        assertThat(referenced.body()).contains("\"kind\":\"STILL_REFERENCED\"");

        assertThat(send("POST", "/books/1").body()).as("a failed PRIMARY KEY").doesNotContain("violations");
        assertThat(send("POST", "/gone").statusCode())
                .as("the application's own exception")
                .isEqualTo(410);
    }

    @ParameterizedTest
    @ValueSource(strings = {"servlet", "reactive"})
    void eachKindHasItsStatusAndItsMessageInTheClientsLanguage(String web) throws Exception {
        start(
                Library.class,
                "spring.main.web-application-type=" + web,
                "referent.problem-details.missing-parent=422",
                "referent.problem-details.still-referenced=423",
                "spring.messages.basename=violations",
                "spring.messages.fallback-to-system-locale=false");
        HttpResponse<String> german = send("POST", "/books/99", "Accept-Language", "de");
        assertThat(german.statusCode()).isEqualTo(422);
        assertThat(german.body()).contains("Diesen Autor gibt es nicht.");
        assertThat(send("POST", "/books/99", "Accept-Language", "en").body()).contains("This author is not known.");

        send("POST", "/books/1");
        HttpResponse<String> referenced = send("POST", "/authors/1/delete");
        assertThat(referenced.statusCode()).isEqualTo(423);
        assertThat(referenced.body()).contains("Author 1 has books.");
    }

    @Test
    void theActuatorTellsOfKeysAndViolationsBesideWhatItToldBefore(CapturedOutput output) throws Exception {
        start(Library.class);
        assertThat(send("POST", "/enforced-once").body()).isEqualTo("true");
        send("POST", "/books/99");
        assertThat(send("GET", "/actuator/health").body())
                .contains("\"referent\":{", "\"enforced\":true", "\"status\":\"UP\"", "SQLite");
        assertThat(send("GET", "/actuator/metrics/referent.violations?tag=constraint:book_author_fk")
                        .body())
                .contains("{\"statistic\":\"COUNT\",\"value\":1.0}");
        assertThat(send("GET", "/actuator/metrics/referent.explanations").body())
                .contains("{\"statistic\":\"COUNT\",\"value\":1.0}");
        assertThat(send("GET", "/actuator/metrics/hikaricp.connections").statusCode())
                .isEqualTo(200);
        assertThat(output)
                .containsPattern(
                        "data source dataSource: SQLite 3\\S+, 0 foreign keys are enforced and explained, 0 orphan rows");
    }

    @ParameterizedTest
    @ValueSource(strings = {"servlet", "reactive"})
    void theApplicationsOwnHandlerComesFirst(String web) throws Exception {
        start(OwnAdvice.class, "spring.main.web-application-type=" + web);
        assertThat(send("POST", "/books/99").body()).isEqualTo("the application's own");
    }

    @Test
    void propertiesAndMessagesDecideWhatAClientIsTold() throws Exception {
        start(
                Library.class,
                "referent.problem-details.missing-parent=422",
                "referent.problem-details.values=false",
                "spring.messages.basename=violations");
        HttpResponse<String> answer = send("POST", "/books/99");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("This author is not known.")
                .doesNotContain("= 99")
                .doesNotContain("\"key\"");
    }

    @Test
    void aViolationThatIsNotProvedHasItsStatus() throws Exception {
        start(
                Library.class,
                "referent.problem-details.undetermined=424",
                "referent.data-sources.data-source.explaining-within=0");
        HttpResponse<String> answer = send("POST", "/books/99");
        assertThat(answer.statusCode()).isEqualTo(424);
        assertThat(answer.body()).contains("\"violations\":[]");
    }

    @Test
    void connectionsThatAreFetchedLazilyAreEnforced() throws Exception {
        start(Library.class, "spring.datasource.connection-fetch=lazy");
        assertThat(send("POST", "/books/99").statusCode()).isEqualTo(400);
        assertThat(send("POST", "/enforced-once").body()).isEqualTo("true");
    }

    @Test
    void beansThatAreCreatedLazilyAreEnforcedAndReported(CapturedOutput output) throws Exception {
        start(Library.class, "spring.main.lazy-initialization=true");
        assertThat(send("POST", "/books/99").statusCode()).isEqualTo(400);
        assertThat(send("POST", "/enforced-once").body()).isEqualTo("true");
        assertThat(send("GET", "/actuator/health").body()).contains("\"enforced\":true");
        assertThat(send("GET", "/actuator/metrics/referent.violations").body())
                .contains("{\"statistic\":\"COUNT\",\"value\":1.0}");
    }

    @Test
    void anApplicationOnAnotherDatabaseIsAsItWas() throws Exception {
        start(Library.class, "spring.datasource.url=jdbc:h2:mem:whole");
        assertThat(send("POST", "/books/99").statusCode()).isEqualTo(500);
        assertThat(send("POST", "/books/1").statusCode()).isEqualTo(200);
        assertThat(send("POST", "/enforced-once").body()).isEqualTo("false");
        assertThat(send("GET", "/actuator/health").body())
                .contains("\"status\":\"UP\"")
                .contains("H2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"referent.enabled=false", "referent.data-sources.data-source.enabled=false"})
    void nothingIsEnforcedBelowHibernateWhereItIsSwitchedOff(String property) throws Exception {
        start(Library.class, property);
        assertThat(send("POST", "/hibernate/99").statusCode()).isEqualTo(200);
        assertThat(send("POST", "/enforced-once").body()).isEqualTo("false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"servlet", "reactive"})
    void noProblemIsMadeWhereThatIsSwitchedOff(String web) throws Exception {
        start(Library.class, "referent.problem-details.enabled=false", "spring.main.web-application-type=" + web);
        assertThat(send("POST", "/books/99").statusCode()).isEqualTo(500);
    }
}
