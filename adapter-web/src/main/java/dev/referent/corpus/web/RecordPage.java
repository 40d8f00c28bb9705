package dev.referent.corpus.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** The page that a browser shows where another client reads JSON: a table of records, or the members of one. */
final class RecordPage {
    private static final Pattern LINK = Pattern.compile("<([^>]+)>; rel=\"(\\w+)\"");
    private static final int MAX_CHARACTERS_IN_LIST = 300;
    private static final Set<String> KINDS = Set.of("audio", "transcription", "utterance");

    private RecordPage() {}

    /** Answers with the page of a JSON value. */
    static void answer(Context ctx, HttpStatus status, JsonNode body) {
        List<Map<String, String>> records = new ArrayList<>();
        if (body.isArray()) {
            body.forEach(record -> records.add(flat(record)));
        } else {
            records.add(flat(body));
        }
        Set<String> columns = new LinkedHashSet<>();
        records.forEach(record -> columns.addAll(record.keySet()));
        Map<String, Object> model = Map.of(
                "isList",
                body.isArray(),
                "columns",
                List.copyOf(columns),
                "rows",
                records.stream()
                        .map(record -> row(
                                ctx.path(),
                                columns,
                                record,
                                body.isArray() ? MAX_CHARACTERS_IN_LIST : Integer.MAX_VALUE))
                        .toList(),
                "links",
                links(ctx));
        String html =
                ctx.appData(PageLayout.KEY).render("records", ctx.path(), ctx.path(), List.of(), List.of(), model);
        ctx.status(status)
                .contentType(PageLayout.MEDIA_TYPE)
                .header("Content-Security-Policy", PageLayout.POLICY)
                .result(html);
    }

    /** Returns the members with those of inner objects among them, named {@code outer.inner}. */
    private static Map<String, String> flat(JsonNode record) {
        Map<String, String> members = new LinkedHashMap<>();
        if (record instanceof ObjectNode object) {
            object.properties().forEach(member -> {
                if (member.getValue() instanceof ObjectNode inner) {
                    flat(inner).forEach((name, value) -> members.put(member.getKey() + "." + name, value));
                } else {
                    members.put(member.getKey(), text(member.getValue()));
                }
            });
        }
        return members;
    }

    private static String text(JsonNode value) {
        if (value.isArray()) {
            StringJoiner joined = new StringJoiner(", ");
            value.forEach(one -> joined.add(one.asText()));
            return joined.toString();
        }
        return value.asText();
    }

    /** Returns the cells of a row, each a text and the address it links to, which may be empty. */
    private static List<List<String>> row(String path, Set<String> columns, Map<String, String> record, int max) {
        List<List<String>> cells = new ArrayList<>();
        for (String column : columns) {
            String text = record.getOrDefault(column, "");
            cells.add(List.of(shortened(text, max), address(path, column, text)));
        }
        return cells;
    }

    private static String shortened(String text, int max) {
        return text.codePointCount(0, text.length()) <= max
                ? text
                : text.substring(0, text.offsetByCodePoints(0, max)) + " …";
    }

    private static String address(String path, String column, String text) {
        if (column.equals("url") || column.equals("in_utterances_url")) {
            return text;
        }
        if (column.equals("id") && KINDS.contains(path.substring(path.lastIndexOf('/') + 1))) {
            return path + "/" + text;
        }
        return KINDS.contains(column) ? Representation.BASE + column + "/" + text : "";
    }

    private static Map<String, String> links(Context ctx) {
        Map<String, String> links = new LinkedHashMap<>();
        String header = ctx.res().getHeader(Header.LINK);
        if (header != null) {
            LINK.matcher(header).results().forEach(link -> links.put(link.group(2), link.group(1)));
        }
        return links;
    }
}
