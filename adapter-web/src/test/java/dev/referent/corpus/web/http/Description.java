package dev.referent.corpus.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The server's OpenAPI description, and whether an answer is one that it describes. */
final class Description {

    /** What any request may be answered before, or without, a described operation. */
    private static final Set<Integer> OF_THE_PROTOCOL = Set.of(400, 404, 405, 414, 417, 431);

    private static final Map<String, Description> PARSED = new ConcurrentHashMap<>();

    private final JsonNode document;
    private final Map<JsonNode, JsonSchema> schemas = new ConcurrentHashMap<>();

    private Description(JsonNode document) {
        this.document = document;
    }

    static Description of(String json) {
        return PARSED.computeIfAbsent(json, text -> {
            try {
                return new Description(new ObjectMapper().readTree(text));
            } catch (JsonProcessingException e) {
                throw new AssertionError(e);
            }
        });
    }

    /** Returns the described paths and, for each, the methods in capitals. */
    Map<String, Set<String>> operations() {
        Map<String, Set<String>> operations = new ConcurrentHashMap<>();
        document.get("paths").properties().forEach(path -> {
            Set<String> methods = new TreeSet<>();
            path.getValue().fieldNames().forEachRemaining(name -> {
                if (!name.equals("parameters")) {
                    methods.add(name.toUpperCase(Locale.ROOT));
                }
            });
            operations.put(path.getKey(), methods);
        });
        return operations;
    }

    /** Asserts that the answer has a described status, the headers that go with it, and a body of its schema. */
    void check(String method, String path, Answer answer) {
        Optional<JsonNode> operation = operation(method.equals("HEAD") ? "GET" : method, path);
        String status = Integer.toString(answer.status());
        JsonNode response = operation
                .map(o -> resolved(o.at("/responses/" + status)))
                .filter(found -> !found.isMissingNode())
                .orElseGet(() -> {
                    assertThat(OF_THE_PROTOCOL)
                            .as("%s %s is answered %s, which is described nowhere", method, path, answer)
                            .contains(answer.status());
                    return document.at("/components/responses/Invalid");
                });
        response.path("headers").properties().forEach(header -> {
            if (resolved(header.getValue()).path("required").booleanValue()) {
                assertThat(answer.header(header.getKey())).as(header.getKey()).isNotEmpty();
            }
        });
        if (!method.equals("HEAD")) {
            checkBody(response.path("content"), answer);
        }
    }

    private void checkBody(JsonNode content, Answer answer) {
        if (content.isMissingNode()) {
            assertThat(answer.body()).isEmpty();
            return;
        }
        String type = answer.header("Content-Type").split(";", 2)[0];
        JsonNode media = content.path(type);
        assertThat(media.isMissingNode()).as("type of %s", answer).isFalse();
        if (type.endsWith("json")) {
            assertThat(schema(media.get("schema")).validate(answer.json()))
                    .as(answer.body())
                    .isEmpty();
        }
    }

    private Optional<JsonNode> operation(String method, String path) {
        JsonNode paths = document.get("paths");
        if (paths.has(path)) {
            return Optional.ofNullable(paths.get(path).get(method.toLowerCase(Locale.ROOT)));
        }
        return paths.properties().stream()
                .filter(entry -> path.matches(entry.getKey().replaceAll("\\{\\w+}", "[^/]+")))
                .findFirst()
                .map(entry -> entry.getValue().get(method.toLowerCase(Locale.ROOT)));
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").textValue().substring(1)) : node;
    }

    private JsonSchema schema(JsonNode node) {
        return schemas.computeIfAbsent(node, wanted -> {
            ObjectNode root = wanted.deepCopy();
            root.set("components", document.get("components"));
            return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(root);
        });
    }
}
