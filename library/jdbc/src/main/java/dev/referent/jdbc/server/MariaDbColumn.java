package dev.referent.jdbc.server;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What MariaDB does to a value that is written to a column: it rounds, cuts off, pads, and converts silently, all the more if its
 * {@code sql_mode} is not strict.
 *
 * @param length how many characters it holds; 0 if it holds none
 * @param charset the name of its character set; empty if it has none
 * @param precision how many digits a decimal number has
 * @param scale how many of them follow the point
 * @param nullable whether a null stays a null
 * @param generated whether it may be given another value
 */
record MariaDbColumn(
        String type,
        boolean unsigned,
        long length,
        String charset,
        int precision,
        int scale,
        boolean nullable,
        boolean generated) {
    private static final Map<String, Integer> INTEGER_BITS =
            Map.of("tinyint", 8, "smallint", 16, "mediumint", 24, "int", 32, "bigint", 64);

    static MariaDbColumn of(Connection connection, String schema, String table, String column) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT data_type, column_type LIKE '%unsigned%', coalesce(character_maximum_length, 0),"
                        + " coalesce(character_set_name, ''), coalesce(numeric_precision, 0),"
                        + " coalesce(numeric_scale, 0), is_nullable = 'YES', extra <> ''"
                        + " FROM information_schema.columns"
                        + " WHERE table_schema = ? AND table_name = ? AND column_name = ?")) {
            query.setString(1, schema);
            query.setString(2, table);
            query.setString(3, column);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("the catalogue does not show the column " + column + " of " + table);
                }
                return new MariaDbColumn(
                        row.getString(1),
                        row.getBoolean(2),
                        row.getLong(3),
                        row.getString(4),
                        row.getInt(5),
                        row.getInt(6),
                        row.getBoolean(7),
                        row.getBoolean(8));
            }
        }
    }

    /** Returns whether it certainly stores the value as it is given. */
    boolean keeps(@Nullable Object value) {
        if (value == null) {
            return nullable && !generated;
        }
        if (value instanceof Long number) {
            return keeps((long) number);
        }
        if (value instanceof BigDecimal number) {
            return type.equals("decimal") && number.scale() == scale && number.precision() <= precision && !unsigned;
        }
        String text = value.toString();
        return switch (type) {
            case "uuid" -> isUuid(text);
            case "char" -> holds(text) && !text.endsWith(" ");
            case "varchar" -> holds(text);
            default -> false;
        };
    }

    private boolean keeps(long number) {
        int bits = INTEGER_BITS.getOrDefault(type, 0);
        if (bits == 0 || (generated && number == 0) || (unsigned && number < 0)) {
            return false; // a column with AUTO_INCREMENT takes the next number for 0
        }
        return bits == 64 || number >> (unsigned ? bits : bits - 1) == (number < 0 ? -1 : 0);
    }

    private boolean holds(String text) {
        int characters = text.codePointCount(0, text.length());
        return characters <= length
                && switch (charset) {
                    case "utf8mb4" -> true;
                    case "utf8mb3" -> characters == text.length();
                    default -> StandardCharsets.US_ASCII.newEncoder().canEncode(text);
                };
    }

    private static boolean isUuid(String text) {
        try {
            return UUID.fromString(text).toString().equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
