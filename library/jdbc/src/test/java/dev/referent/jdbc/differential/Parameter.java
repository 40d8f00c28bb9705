package dev.referent.jdbc.differential;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HexFormat;

/**
 * A bound value.
 *
 * @param value the value
 * @param setter which of JDBC's setters binds it
 */
record Parameter(Value value, Setter setter) {

    /** The families of setters. */
    enum Setter {
        /** {@code setLong}, {@code setString}, {@code setNull} and so on. */
        TYPED,
        /** {@code setObject}. */
        OBJECT,
        /** {@code setBinaryStream}, {@code setCharacterStream}; {@code setInt} for a number. */
        STREAM
    }

    void bind(PreparedStatement statement, int index) throws SQLException {
        if (setter == Setter.OBJECT) {
            statement.setObject(index, value.object());
            return;
        }
        boolean stream = setter == Setter.STREAM;
        String text = value.text();
        switch (value.storage()) {
            case NULL -> statement.setNull(index, stream ? Types.VARCHAR : Types.NULL);
            case REAL -> statement.setDouble(index, Double.parseDouble(text));
            case INTEGER -> {
                if (stream) {
                    statement.setInt(index, Integer.parseInt(text));
                } else {
                    statement.setLong(index, Long.parseLong(text));
                }
            }
            case TEXT -> {
                if (stream) {
                    statement.setCharacterStream(index, new StringReader(text), text.length());
                } else {
                    statement.setString(index, text);
                }
            }
            case BLOB -> {
                byte[] bytes = HexFormat.of().parseHex(text);
                if (stream) {
                    statement.setBinaryStream(index, new ByteArrayInputStream(bytes), bytes.length);
                } else {
                    statement.setBytes(index, bytes);
                }
            }
        }
    }
}
