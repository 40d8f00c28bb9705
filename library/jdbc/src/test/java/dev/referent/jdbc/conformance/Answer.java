package dev.referent.jdbc.conformance;

import dev.referent.jdbc.ForeignKeyViolationSQLException;
import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** What a call answers, as a string that two objects of the same behaviour have in common. */
final class Answer {
    private static final int ROWS = 20;

    private static final List<Class<?>> SHOWN_BY_TYPE = List.of(
            Connection.class,
            Statement.class,
            DatabaseMetaData.class,
            Savepoint.class,
            InputStream.class,
            Reader.class);

    /** The driver's objects of these types are its statements and rows themselves. */
    private static final Set<Class<?>> SHOWN_BY_NAME = Set.of(ResultSetMetaData.class, ParameterMetaData.class);

    private Answer() {}

    /** Calls the method and describes what it returns or throws; {@code known} is what the application holds. */
    static String of(Object target, Method method, @Nullable Object[] arguments, List<Object> known) {
        try {
            Object answer = method.invoke(target, arguments);
            return SHOWN_BY_NAME.contains(method.getReturnType()) && answer != null
                    ? "a " + method.getReturnType().getSimpleName()
                    : value(answer, known);
        } catch (InvocationTargetException e) {
            return "throws " + failure(e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    /** Describes an exception: a typed one by the driver's that is its cause. */
    static String failure(@Nullable Throwable failure) {
        if (failure instanceof BatchUpdateException batch) {
            return "batch " + Arrays.toString(batch.getUpdateCounts()) + " " + failure(batch.getCause());
        }
        if (failure instanceof ForeignKeyViolationSQLException typed) {
            return failure(typed.getCause());
        }
        if (failure instanceof SQLException e) {
            return e.getClass().getName() + " " + e.getSQLState() + " " + e.getErrorCode() + " " + e.getMessage();
        }
        return failure == null ? "nothing" : failure.getClass().getName();
    }

    static String value(@Nullable Object value, List<Object> known) {
        for (int i = 0; i < known.size(); i++) {
            if (known.get(i) == value) {
                return "held object " + i;
            }
        }
        if (value instanceof ResultSet rows) {
            return rows(rows);
        }
        for (Class<?> type : SHOWN_BY_TYPE) {
            if (type.isInstance(value)) {
                return "a " + type.getSimpleName();
            }
        }
        if (value != null && value.getClass().isArray()) {
            StringJoiner elements = new StringJoiner(",", "[", "]");
            for (int i = 0; i < Array.getLength(value); i++) {
                elements.add(String.valueOf(Array.get(value, i)));
            }
            return elements.toString();
        }
        return String.valueOf(value).replaceAll("@[0-9a-f]+", "@").replaceAll("HikariProxy\\w+@\\d+", "Hikari@");
    }

    private static String rows(ResultSet rows) {
        StringJoiner text = new StringJoiner(" ", "rows(", ")");
        try {
            int columns = rows.getMetaData().getColumnCount();
            for (int column = 1; column <= columns; column++) {
                text.add(rows.getMetaData().getColumnLabel(column));
            }
            for (int row = 0; row < ROWS && rows.next(); row++) {
                for (int column = 1; column <= columns; column++) {
                    text.add(String.valueOf(rows.getObject(column)));
                }
            }
        } catch (SQLException e) {
            text.add(failure(e));
        }
        return text.toString();
    }
}
