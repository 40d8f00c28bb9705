package dev.referent.orphans;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Writes maps, collections, texts, numbers and truth values as JSON (RFC 8259), indented; any other value as its text. */
final class Json {
    private final StringBuilder out = new StringBuilder();

    private Json() {}

    /** Returns the value as JSON, with a line end. */
    static String of(Object value) {
        Json json = new Json();
        json.value(value, "\n");
        return json.out.append('\n').toString();
    }

    private void value(@Nullable Object value, String line) {
        if (value instanceof Map<?, ?> map) {
            map(map, line);
        } else if (value instanceof Collection<?> collection) {
            collection(collection, line);
        } else if (value instanceof OptionalLong number) {
            out.append(number.isPresent() ? String.valueOf(number.getAsLong()) : "null");
        } else if (value instanceof Optional<?> optional) {
            value(optional.orElse(null), line);
        } else if (value == null || value instanceof Boolean || isFinite(value)) {
            out.append(value);
        } else if (value instanceof byte[] bytes) {
            text(SqlText.of(bytes));
        } else {
            text(value.toString());
        }
    }

    private static boolean isFinite(Object value) {
        return value instanceof Number number && Double.isFinite(number.doubleValue());
    }

    private void map(Map<?, ?> map, String line) {
        out.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            out.append(line).append("  ");
            text(String.valueOf(entry.getKey()));
            out.append(": ");
            value(entry.getValue(), line + "  ");
            out.append(entries.hasNext() ? "," : line);
        }
        out.append('}');
    }

    private void collection(Collection<?> collection, String line) {
        out.append('[');
        Iterator<?> elements = collection.iterator();
        while (elements.hasNext()) {
            out.append(line).append("  ");
            value(elements.next(), line + "  ");
            out.append(elements.hasNext() ? "," : line);
        }
        out.append(']');
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c == '\u007f' || Character.isSurrogate(c)) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
