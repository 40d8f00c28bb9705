package dev.referent.jdbc.conformance;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/** Plausible and implausible arguments for the methods of JDBC, by the type of the parameter. */
final class Arguments {
    private static final List<Callable<?>> STRINGS = List.of(
            () -> "x",
            () -> null,
            () -> "",
            () -> "SELECT x FROM c ORDER BY x",
            () -> "INSERT INTO c VALUES (1)",
            () -> "INSERT INTO c VALUES (9)",
            () -> "INSERT INTO c VALUES (1) RETURNING x",
            () -> "no SQL",
            () -> "INSERT INTO c VALUES (1); INSERT INTO c VALUES (2)",
            () -> "BEGIN",
            () -> "p's");

    private static final Map<Class<?>, List<Callable<?>>> BY_TYPE = Map.ofEntries(
            Map.entry(boolean.class, of(true, false)),
            Map.entry(byte.class, of((byte) 1)),
            Map.entry(short.class, of((short) 1)),
            Map.entry(int.class, of(1, 0, -1, 2, 4, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)),
            Map.entry(long.class, of(1L, 0L, -1L)),
            Map.entry(float.class, of(1.5f)),
            Map.entry(double.class, of(1.5d)),
            Map.entry(String.class, STRINGS),
            Map.entry(Object.class, List.of(() -> "1", () -> null, () -> 1, () -> new BigDecimal("1.50"), () -> true)),
            Map.entry(BigDecimal.class, nullOr(() -> new BigDecimal("1.50"))),
            Map.entry(byte[].class, nullOr(() -> new byte[] {1, 2})),
            Map.entry(int[].class, nullOr(() -> new int[] {1})),
            Map.entry(String[].class, nullOr(() -> new String[] {"x"})),
            Map.entry(Object[].class, nullOr(() -> new Object[] {"x"})),
            Map.entry(Date.class, nullOr(() -> new Date(86_400_000L))),
            Map.entry(Time.class, nullOr(() -> new Time(3_600_000L))),
            Map.entry(Timestamp.class, nullOr(() -> new Timestamp(86_400_000L))),
            Map.entry(Calendar.class, nullOr(() -> new GregorianCalendar(TimeZone.getTimeZone("UTC")))),
            Map.entry(InputStream.class, nullOr(() -> new ByteArrayInputStream("1".getBytes(StandardCharsets.UTF_8)))),
            Map.entry(Reader.class, nullOr(() -> new StringReader("1"))),
            Map.entry(SQLType.class, nullOr(() -> JDBCType.INTEGER)),
            Map.entry(Properties.class, nullOr(Properties::new)),
            Map.entry(Map.class, nullOr(Map::of)),
            Map.entry(Executor.class, nullOr(() -> (Executor) Runnable::run)),
            Map.entry(
                    Class.class,
                    List.of(
                            () -> String.class,
                            () -> null,
                            () -> Integer.class,
                            () -> Connection.class,
                            () -> Statement.class,
                            () -> SQLiteConnection.class)));

    private Arguments() {}

    private static List<Callable<?>> of(Object... values) {
        List<Callable<?>> arguments = new ArrayList<>();
        for (Object value : values) {
            arguments.add(() -> value);
        }
        return arguments;
    }

    private static List<Callable<?>> nullOr(Callable<?> value) {
        return List.of(value, () -> null);
    }

    /** Returns lists of arguments: the first of each parameter, and every other one beside the first of the rest. */
    static List<List<Callable<?>>> of(Method method) {
        List<List<Callable<?>>> lists = new ArrayList<>();
        Class<?>[] types = method.getParameterTypes();
        List<Callable<?>> first = new ArrayList<>();
        for (Class<?> type : types) {
            first.add(candidates(method, type).get(0));
        }
        lists.add(first);
        for (int i = 0; i < types.length; i++) {
            List<Callable<?>> candidates = candidates(method, types[i]);
            for (Callable<?> other : candidates.subList(1, candidates.size())) {
                List<Callable<?>> arguments = new ArrayList<>(first);
                arguments.set(i, other);
                lists.add(arguments);
            }
        }
        return lists;
    }

    /** Columns and parameters are many, and so are overloads, so that fewer arguments of each are tried. */
    private static List<Callable<?>> candidates(Method method, Class<?> type) {
        boolean indexed =
                method.getDeclaringClass() == ResultSet.class || method.getDeclaringClass() == PreparedStatement.class;
        if (indexed && type == int.class) {
            return of(1, 0, 2);
        }
        if (type == String.class && method.getParameterCount() > 1) {
            return STRINGS.subList(0, 3);
        }
        return BY_TYPE.getOrDefault(type, List.of(() -> null));
    }

    /** Makes the values; a savepoint is the connection's own. */
    static @Nullable Object[] values(Method method, List<Callable<?>> arguments, Connection connection)
            throws Exception {
        @Nullable Object[] values = new Object[arguments.size()];
        for (int i = 0; i < values.length; i++) {
            boolean savepoint = method.getParameterTypes()[i] == Savepoint.class;
            values[i] = savepoint ? savepoint(connection) : arguments.get(i).call();
        }
        return values;
    }

    private static @Nullable Savepoint savepoint(Connection connection) throws SQLException {
        return connection.isClosed() ? null : connection.setSavepoint("s");
    }
}
