package dev.referent.orphans;

import dev.referent.jdbc.sql.SqlLiteral;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows values as SQL literals, so that 5, '5' and x'35' differ. */
final class SqlText {
    private static final int LONGEST = 80;

    private SqlText() {}

    static String of(@Nullable Object value) {
        if (value == null) {
            return "NULL";
        }
        if (value instanceof byte[] bytes) {
            return "x'" + HexFormat.of().formatHex(bytes) + "'";
        }
        return value instanceof Number || value instanceof Boolean ? value.toString() : SqlLiteral.of(value.toString());
    }

    /** Returns {@code name = value} for each, long values cut. */
    static String of(Map<String, @Nullable Object> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + " = " + cut(of(entry.getValue())))
                .collect(Collectors.joining(", "));
    }

    private static String cut(String literal) {
        String shown = ReportFormat.visible(literal);
        return shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST) + "…";
    }
}
