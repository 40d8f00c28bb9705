package dev.referent.jdbc.group;

import dev.referent.jdbc.delegate.Reflection;
import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A statement that outlives the transactions in which it runs: in each it is created anew, with the same settings and parameters.
 */
final class GroupedStatement implements InvocationHandler {
    private static final String PARAMETER = "?";
    private static final Map<String, Object> USUAL_ANSWERS = Map.of(
            "getUpdateCount", -1,
            "getLargeUpdateCount", -1L,
            "getResultSetType", ResultSet.TYPE_FORWARD_ONLY,
            "getResultSetConcurrency", ResultSet.CONCUR_READ_ONLY,
            "getResultSetHoldability", ResultSet.CLOSE_CURSORS_AT_COMMIT,
            "getFetchDirection", ResultSet.FETCH_FORWARD);

    private final GroupedConnection connection;
    private final Method creation;
    private final @Nullable Object @Nullable [] creationArguments;
    private final @Nullable GroupableSql prepared;
    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final Set<String> lostStreams = new HashSet<>();
    private @Nullable Statement held;
    private @Nullable Object turn;
    private boolean closed;
    private boolean batched;
    private boolean lost;
    private volatile @Nullable RunningStatement running;

    GroupedStatement(
            GroupedConnection connection,
            Method creation,
            @Nullable Object @Nullable [] creationArguments,
            @Nullable GroupableSql prepared) {
        this.connection = connection;
        this.creation = creation;
        this.creationArguments = creationArguments;
        this.prepared = prepared;
    }

    /** A call that the statement needs again when it is created anew. */
    private record Setting(Method method, List<@Nullable Object> arguments) {
        static Setting of(Method method, @Nullable Object @Nullable [] arguments) {
            List<@Nullable Object> copy = new ArrayList<>();
            for (int i = 0; arguments != null && i < arguments.length; i++) {
                copy.add(arguments[i]);
            }
            return new Setting(method, copy);
        }

        void applyTo(Statement statement) throws Throwable {
            Reflection.call(statement, method, arguments.toArray());
        }

        boolean isRepeatable() {
            return arguments.stream().noneMatch(a -> a instanceof InputStream || a instanceof Reader);
        }
    }

    /** What a cancel from another thread reaches. */
    private record RunningStatement(Statement statement, @Nullable GroupMember member, boolean query) {}

    Statement statement() {
        return Reflection.proxy(Statement.class, this);
    }

    /** Returns the prepared statement, after its SQL was read. */
    PreparedStatement prepared() throws Throwable {
        current(prepared);
        return Reflection.proxy(PreparedStatement.class, this);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> prepared == null ? "statement of a group commit" : prepared.sql();
            case "cancel" -> {
                cancel();
                yield null;
            }
            default -> connection.exclusively(() -> answer(proxy, method, arguments));
        };
    }

    private @Nullable Object answer(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return switch (method.getName()) {
            case "close" -> {
                close();
                yield null;
            }
            case "isClosed" -> closed || connection.isClosed();
            default -> whileOpen(proxy, method, arguments);
        };
    }

    private @Nullable Object whileOpen(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (closed) {
            throw new SQLException("the statement is closed");
        }
        String name = method.getName();
        if (name.equals("getConnection")) {
            return connection.connection();
        }
        Object own = Reflection.ofOwnType(proxy, method, arguments);
        if (own != null) {
            return own;
        }
        connection.rejectUnwrap(method);
        return open(proxy, method, arguments);
    }

    private @Nullable Object open(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        String name = method.getName();
        GroupableSql sql = sqlOf(method, arguments);
        boolean sets = name.startsWith("set") || name.equals("closeOnCompletion");
        boolean isAddition = name.equals("addBatch");
        boolean executes = name.startsWith("execute") || isAddition;
        if (name.equals("clearParameters")) {
            settings.keySet().removeIf(key -> key.startsWith(PARAMETER));
            lostStreams.clear();
        }
        boolean anew = !isCurrent();
        if (name.endsWith("Batch")) {
            followBatch(name, anew);
        }
        Object answer;
        if (anew && (sql == null || !(executes || sets))) {
            answer = withoutTurn(method);
        } else {
            Statement statement = current(sql);
            if (executes && !lostStreams.isEmpty()) {
                throw new SQLException("a stream was read in an earlier transaction; set the parameter again");
            }
            answer = watched(proxy, statement, sql, method, arguments);
        }
        if (sets) {
            settings.put(keyOf(name, arguments), Setting.of(method, arguments));
            lostStreams.remove(keyOf(name, arguments));
        }
        batched |= isAddition;
        return answer;
    }

    /** Follows the batch, which the driver forgets when it executes it, also if that fails. */
    private void followBatch(String name, boolean anew) throws SQLException {
        boolean isLost = lost || (batched && anew);
        lost = false;
        batched &= !isLost && name.equals("addBatch");
        if (isLost && !name.equals("clearBatch")) {
            throw new SQLException("the batch was lost at the end of its transaction; add it again");
        }
    }

    /** Returns the SQL string that the call executes, or null if it has none. */
    private @Nullable GroupableSql sqlOf(Method method, @Nullable Object @Nullable [] arguments) {
        String name = method.getName();
        boolean takesSql = (name.startsWith("execute") || name.equals("addBatch")) && method.getParameterCount() > 0;
        return takesSql && arguments != null ? GroupableSql.of(String.valueOf(arguments[0])) : prepared;
    }

    private static String keyOf(String name, @Nullable Object @Nullable [] arguments) {
        return arguments != null && arguments.length > 1 ? PARAMETER + arguments[0] : name;
    }

    private boolean isCurrent() {
        return held != null && turn == connection.turn();
    }

    /** Returns the statement on the connection that has the turn. */
    private Statement current(@Nullable GroupableSql sql) throws Throwable {
        Connection target = connection.forStatement(sql);
        Statement statement = held;
        if (statement != null && isCurrent()) {
            return statement;
        }
        Statement created = (Statement) Objects.requireNonNull(Reflection.call(target, creation, creationArguments));
        GroupMember member = connection.member();
        if (member != null) {
            member.opened(created);
        }
        for (String key : List.copyOf(settings.keySet())) {
            apply(key, created);
        }
        held = created;
        turn = connection.turn();
        lost |= batched;
        batched = false;
        return created;
    }

    /** Repeats a setting, or forgets it if it is not valid or cannot be repeated. */
    private void apply(String key, Statement created) throws Throwable {
        Setting setting = Objects.requireNonNull(settings.get(key));
        boolean isApplied = false;
        try {
            if (setting.isRepeatable()) {
                setting.applyTo(created);
                isApplied = true;
            } else {
                lostStreams.add(key);
            }
        } finally {
            if (!isApplied) {
                settings.remove(key);
            }
        }
    }

    /** Answers what can be asked about a statement that belongs to no open transaction. */
    private @Nullable Object withoutTurn(Method method) throws SQLException {
        String name = method.getName();
        Class<?> type = method.getReturnType();
        Setting set = name.startsWith("get") ? settings.get("s" + name.substring(1)) : null;
        if (set != null) {
            return set.arguments().get(0);
        } else if (USUAL_ANSWERS.containsKey(name)) {
            return USUAL_ANSWERS.get(name);
        } else if (type == int.class) {
            return 0;
        } else if (type == long.class) {
            return 0L;
        } else if (type == boolean.class) {
            return false;
        } else if (type == int[].class || type == long[].class) {
            return Array.newInstance(type.getComponentType(), 0);
        } else if (type == void.class || name.equals("getWarnings") || name.equals("getResultSet")) {
            return null;
        }
        throw new SQLException(name + " is possible until the end of the transaction");
    }

    private @Nullable Object watched(
            Object proxy,
            Statement statement,
            @Nullable GroupableSql sql,
            Method method,
            @Nullable Object @Nullable [] arguments)
            throws Throwable {
        running = new RunningStatement(statement, connection.member(), sql != null && sql.isQuery());
        Object answer = watched(() -> Reflection.call(statement, method, arguments));
        // the driver's rows are their own meta data
        return method.getReturnType() == ResultSet.class && answer instanceof ResultSet rows
                ? Reflection.proxy(ResultSet.class, new GroupedRows(this, turn, (Statement) proxy, rows))
                : answer;
    }

    /** Calls a method of rows of this statement. */
    @Nullable Object ofRows(GroupedRows rows, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        return connection.exclusively(() -> {
            if (rows.turn() == connection.turn()) {
                connection.rejectUnwrap(method);
                return watched(() -> Reflection.call(rows.delegate(), method, arguments));
            }
            return switch (method.getName()) {
                case "isClosed" -> true;
                case "close" -> null;
                default -> throw new SQLException("the rows were closed at the end of their transaction");
            };
        });
    }

    private @Nullable Object watched(GroupedConnection.Call call) throws Throwable {
        RunningStatement current = running;
        GroupMember member = connection.member();
        if (current == null || member == null) {
            return call.run();
        }
        member.runs(current.statement(), current.query());
        try {
            return call.run();
        } finally {
            member.pauses();
        }
    }

    private void cancel() throws SQLException {
        RunningStatement cancelled = running;
        if (cancelled != null && cancelled.member() != null) {
            cancelled.member().cancel(cancelled.statement());
        } else if (cancelled != null && !connection.isClosed()) {
            cancelled.statement().cancel();
        }
    }

    private void close() throws SQLException {
        closed = true;
        Statement statement = held;
        if (statement != null && isCurrent()) {
            statement.close();
            GroupMember member = connection.member();
            if (member != null) {
                member.closed(statement);
            }
        }
        held = null;
    }
}
