package dev.referent.evidence.comparison.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;

/**
 * Shows a report as JSON: in a fixed order, with a block for each result and a line for each step. Empty values are left out.
 */
public final class Json implements Format {
    private static final JsonInclude.Value UNLESS_DEFAULT =
            JsonInclude.Value.construct(JsonInclude.Include.NON_DEFAULT, JsonInclude.Include.ALWAYS);

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS))
            .withConfigOverride(boolean.class, flag -> flag.setInclude(UNLESS_DEFAULT))
            .withConfigOverride(int.class, number -> number.setInclude(UNLESS_DEFAULT))
            .withConfigOverride(List.class, list -> list.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
            // a missing string is null, and an empty one is written
            .withConfigOverride(
                    String.class,
                    text -> text.setInclude(
                            JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS)))
            .build();

    @Override
    public String show(Report report) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(new UpTo(3));
        printer.indentArraysWith(new UpTo(4));
        try {
            return MAPPER.writer(printer).writeValueAsString(report) + "\n";
        } catch (JacksonException e) {
            throw new IllegalStateException("a report consists only of values", e);
        }
    }

    /** Returns the values as JSON without white space. */
    public static String compact(Object values) {
        try {
            return MAPPER.writeValueAsString(values);
        } catch (JacksonException e) {
            throw new IllegalStateException("a report consists only of values", e);
        }
    }

    /** Returns the values as a JSON tree. */
    static JsonNode tree(Object values) {
        return MAPPER.valueToTree(values);
    }

    /**
     * Reads a report from JSON.
     *
     * @throws IllegalArgumentException if the JSON is not a report
     */
    public static Report read(String json) {
        try {
            return MAPPER.readValue(json, Report.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }

    /** Indents with a new line down to that depth, and with a space below it. */
    private record UpTo(int depth) implements DefaultPrettyPrinter.Indenter {
        @Override
        public void writeIndentation(JsonGenerator generator, int level) throws IOException {
            if (level <= depth) {
                DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.writeIndentation(generator, level);
            } else {
                generator.writeRaw(' ');
            }
        }

        @Override
        public boolean isInline() {
            return false;
        }
    }
}
