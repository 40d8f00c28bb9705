package dev.referent.corpus.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.Javalin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class DescriptionTest {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private static final Mounts MOUNTS = new Mounts(
            List.of(new MountedPage("/page", "Page", "A page", () -> new PageContent("", "", ""))),
            List.of(new MountedJob(
                    "/job/run",
                    "A job",
                    Map.of("names", List.of("Ada")),
                    Duration.ofSeconds(1),
                    1,
                    names -> lines -> {})),
            List.of(new MountedFileJob(
                    "/job/file", "A file", 1, () -> Path.of("sent"), Duration.ofSeconds(1), file -> lines -> {})));

    @Test
    void describesEachRouteAndNoOther() {
        assertThat(described()).isEqualTo(registered());
    }

    @Test
    void describesWhatAnyRequestMayBeAnswered() {
        JsonNode paths = Json.parse(Description.of(MOUNTS)).get("paths");
        paths.properties().forEach(path -> path.getValue().properties().stream()
                .filter(operation -> METHODS.contains(operation.getKey()))
                .forEach(operation -> assertThat(
                                operation.getValue().get("responses").fieldNames())
                        .toIterable()
                        .as(operation.getKey() + " " + path.getKey())
                        .contains("400", "421", "429", "500", "503")));
    }

    private static Set<String> described() {
        JsonNode paths = Json.parse(Description.of(MOUNTS)).get("paths");
        Set<String> routes = new TreeSet<>();
        paths.properties().forEach(path -> path.getValue().fieldNames().forEachRemaining(member -> {
            if (METHODS.contains(member)) {
                routes.add(member + " " + path.getKey());
            }
        }));
        return routes;
    }

    private static Set<String> registered() {
        WebSettings settings = new WebSettings("127.0.0.1", 0, 1_000, Optional.empty());
        Javalin javalin = Javalin.create(
                config -> JavalinServer.configure(config, settings, NoCorpus.served(), new MountRoutes(MOUNTS)));
        return javalin.unsafe.internalRouter.allHttpHandlers().stream()
                .map(route -> route.endpoint)
                .map(route -> route.method.name().toLowerCase(Locale.ROOT) + " " + route.path)
                .filter(route -> METHODS.contains(route.substring(0, route.indexOf(' '))))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
