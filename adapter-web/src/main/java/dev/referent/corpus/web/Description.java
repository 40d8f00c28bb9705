package dev.referent.corpus.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.referent.corpus.ByteSize;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The OpenAPI description of the corpus and of the mounted pages and jobs. */
final class Description {
    private Description() {}

    /** Returns the description in UTF-8. */
    static byte[] of(Mounts mounts) {
        ObjectNode document = (ObjectNode) Json.parse(Asset.resource("openapi.json"));
        ObjectNode paths = (ObjectNode) document.get("paths");
        for (MountedPage page : mounts.pages()) {
            page(paths, page.path(), page.title(), "text/html");
            page(paths, page.path() + "/page.css", page.title() + ": its style sheet", "text/css");
            page(paths, page.path() + "/page.js", page.title() + ": its script", "text/javascript");
        }
        for (MountedJob job : mounts.jobs()) {
            describe(job, operation(paths, job.path(), "post", job.title()));
        }
        for (MountedFileJob job : mounts.fileJobs()) {
            describe(job, operation(paths, job.path(), "post", job.title()));
        }
        return Json.bytes(document);
    }

    private static void page(ObjectNode paths, String path, String title, String type) {
        ObjectNode operation = operation(paths, path, "get", title);
        content(operation, "200", "A page for people.", type).put("type", "string");
        operation.withObject("/responses").putObject("304").put("description", "The client has it already.");
        problems(
                operation,
                List.of("400 Invalid", "421 Misdirected", "429 TooMany", "500 Unexpected", "503 Unavailable"));
    }

    private static void describe(MountedFileJob job, ObjectNode operation) {
        ObjectNode request = operation.putObject("requestBody").put("required", true);
        request.put("description", "The file, of at most " + ByteSize.of(job.maxBytes()) + ".");
        request.putObject("content")
                .putObject("application/octet-stream")
                .putObject("schema")
                .put("type", "string")
                .put("format", "binary");
        describeLines(job.limit(), operation);
    }

    private static void describe(MountedJob job, ObjectNode operation) {
        ObjectNode request = operation.putObject("requestBody").put("required", true);
        ObjectNode body = request.putObject("content").putObject(Json.MEDIA_TYPE);
        ObjectNode members = body.putObject("schema").put("type", "object").putObject("properties");
        ObjectNode example = body.putObject("example");
        job.members().forEach((member, values) -> {
            members.putObject(member).put("type", "array").putObject("items").put("type", "string");
            values.forEach(example.putArray(member)::add);
        });
        describeLines(job.limit(), operation);
    }

    private static void describeLines(Duration limit, ObjectNode operation) {
        ObjectNode line = content(
                operation,
                "200",
                "A JSON object on each line, as the work goes on; it ends when the client goes, and after "
                        + limit.toSeconds() + " seconds.",
                JobRoute.MEDIA_TYPE);
        line.put("type", "object").putArray("required").add("message");
        content(operation, "409", "Another run is running; no more may run at the same time.", Problem.MEDIA_TYPE)
                .put("$ref", "#/components/schemas/Problem");
        problems(
                operation,
                List.of(
                        "400 Invalid",
                        "401 Unauthorized",
                        "403 Forbidden",
                        "408 TooSlow",
                        "413 TooLarge",
                        "415 UnsupportedType",
                        "421 Misdirected",
                        "429 TooMany",
                        "500 Unexpected",
                        "503 Unavailable"));
    }

    private static ObjectNode operation(ObjectNode paths, String path, String method, String title) {
        ObjectNode operation = paths.withObject("/" + path.replace("~", "~0").replace("/", "~1"))
                .putObject(method);
        operation.put("operationId", method + path.toLowerCase(Locale.ROOT).replace('/', '_'));
        operation.put("summary", title).putArray("tags").add("server");
        operation.putObject("responses");
        return operation;
    }

    private static ObjectNode content(ObjectNode operation, String status, String description, String type) {
        ObjectNode response = operation.withObject("/responses").putObject(status);
        response.put("description", description);
        return response.putObject("content").putObject(type).putObject("schema");
    }

    private static void problems(ObjectNode operation, List<String> problems) {
        for (String exception : problems) {
            String[] words = exception.split(" ", 2);
            operation.withObject("/responses").putObject(words[0]).put("$ref", "#/components/responses/" + words[1]);
        }
    }
}
