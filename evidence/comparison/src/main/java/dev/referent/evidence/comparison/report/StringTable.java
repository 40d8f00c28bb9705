package dev.referent.evidence.comparison.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Numbers the strings in JSON values, so that a repeated string is stored once. Not thread-safe. */
final class StringTable {
    private static final int BASE = 36;

    private final Map<String, Integer> numbers = new LinkedHashMap<>();

    /** Returns the value with each string replaced by its number in base 36. */
    JsonNode numbered(JsonNode value) {
        if (value.isTextual()) {
            int number = numbers.computeIfAbsent(value.textValue(), text -> numbers.size());
            return TextNode.valueOf(Integer.toString(number, BASE));
        }
        if (value.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode(value.size());
            value.forEach(element -> array.add(numbered(element)));
            return array;
        }
        if (value.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(member -> object.set(member.getKey(), numbered(member.getValue())));
            return object;
        }
        return value;
    }

    /** Returns the strings, in the order of their numbers. */
    List<String> all() {
        return List.copyOf(numbers.keySet());
    }
}
