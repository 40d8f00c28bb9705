package dev.referent.jdbc.group;

import dev.referent.jdbc.delegate.Reflection;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A borrower's connection. It waits for the writer's turn at the first statement of a transaction, and passes it on at the end.
 * What a group cannot do safely makes it the turn's only holder until it is closed.
 */
public final class GroupedConnection implements InvocationHandler {
    /** What a function or a listener must not call, which SQLite calls while it executes a statement of the group. */
    private static final Set<String> ENDS = Set.of("close", "abort", "commit", "rollback", "setAutoCommit");

    private final CommitGroups groups;
    private final Connection connection;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<ResultSet> metaDataRows = new ArrayList<>();
    private @Nullable GroupMember member;
    private @Nullable Connection alone;
    private boolean autoCommit = true;
    private volatile boolean closed;
    private int savepoints;

    GroupedConnection(CommitGroups groups) {
        this.groups = groups;
        this.connection = Reflection.proxy(Connection.class, this);
    }

    /** Returns whether a connection is one of these. */
    public static boolean isGrouped(Connection candidate) {
        return Proxy.isProxyClass(candidate.getClass())
                && Proxy.getInvocationHandler(candidate) instanceof GroupedConnection;
    }

    /** Returns the object that the application holds. */
    Connection connection() {
        return connection;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "connection of a group commit";
            default -> exclusively(() -> answer(method, arguments));
        };
    }

    /**
     * Keeps threads that share the connection apart, so that no statement runs when the turn has been passed on. After any
     * failure the transaction is in doubt.
     */
    @Nullable Object exclusively(Call call) throws Throwable {
        lock.lock();
        try {
            return call.run();
        } catch (SQLException | RuntimeException | Error e) {
            if (member != null) {
                member.failed(e);
            }
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /** A call that may throw anything. */
    @FunctionalInterface
    interface Call {
        @Nullable Object run() throws Throwable;
    }

    private @Nullable Object answer(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        if (member != null && lock.getHoldCount() > 1 && ENDS.contains(method.getName())) {
            throw new SQLException(
                    method.getName() + " is not possible while a statement of the connection is running");
        }
        return switch (method.getName()) {
            case "close", "abort" -> {
                close();
                yield null;
            }
            case "isClosed" -> closed || (alone != null && alone.isClosed());
            case "isValid" ->
                !closed && (alone == null || Boolean.TRUE.equals(Reflection.call(alone, method, arguments)));
            default -> whileOpen(method, arguments);
        };
    }

    private @Nullable Object whileOpen(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        if (closed) {
            throw new SQLException("the connection is closed");
        }
        Object argument = arguments == null || arguments.length == 0 ? null : arguments[0];
        String name = method.getName();
        if (name.equals("createStatement")) {
            return new GroupedStatement(this, method, arguments, null).statement();
        } else if (name.equals("prepareStatement")) {
            GroupableSql sql = GroupableSql.of(String.valueOf(argument));
            return new GroupedStatement(this, method, arguments, sql).prepared();
        } else if (name.equals("getMetaData")) {
            return new GroupedMetaData(this).metaData();
        } else if (alone != null) {
            return Reflection.call(alone, method, arguments);
        }
        return switch (name) {
            case "getAutoCommit" -> autoCommit;
            case "setSavepoint" -> setSavepoint(method, arguments);
            case "getWarnings", "clearWarnings" -> null;
            case "setAutoCommit", "commit", "rollback", "releaseSavepoint" -> {
                control(name, argument);
                yield null;
            }
            default -> other(method, arguments);
        };
    }

    private void control(String name, @Nullable Object argument) throws SQLException {
        if (name.equals("setAutoCommit")) {
            setAutoCommit(Boolean.TRUE.equals(argument));
            return;
        }
        requireManual();
        if (name.equals("commit")) {
            end(true);
        } else if (argument == null) {
            end(false);
        } else {
            PartSavepoint.of(argument).execute(name.equals("rollback") ? "ROLLBACK TO" : "RELEASE", member);
        }
    }

    /** Calls what needs a connection but no statement: within a part only what changes nothing. */
    private @Nullable Object other(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        String name = method.getName();
        Object own = Reflection.ofOwnType(connection, method, arguments);
        if (own != null) {
            return own;
        }
        boolean reads = name.startsWith("get")
                || name.startsWith("is")
                || name.startsWith("create")
                || name.equals("nativeSQL");
        if (member == null || reads) {
            return Reflection.call(current(), method, arguments);
        }
        throw notShared(name);
    }

    /** Returns the connection that has the turn, after waiting for it if it must; then it shares nothing. */
    Connection current() throws SQLException {
        if (closed) {
            throw new SQLException("the connection is closed");
        }
        GroupMember current = member;
        if (current != null) {
            return current.connection();
        }
        return alone != null ? alone : alone();
    }

    /** Rejects what would lead from an object of a part to the connection that its group shares. */
    void rejectUnwrap(Method method) throws SQLException {
        if (member != null && method.getName().equals("unwrap")) {
            throw notShared("unwrap");
        }
    }

    private static SQLException notShared(String name) {
        return new SQLFeatureNotSupportedException(name + " is not possible in a transaction that shares its COMMIT;"
                + " call it before the first statement of the transaction");
    }

    /**
     * Returns the connection on which a statement can run now, after waiting for the turn if it must.
     *
     * @param sql null if the statement has its SQL already
     */
    Connection forStatement(@Nullable GroupableSql sql) throws SQLException {
        if (closed) {
            throw new SQLException("the connection is closed");
        }
        if (alone != null) {
            return alone;
        }
        boolean isGroupable = sql == null || sql.isGroupable();
        if (member == null && !autoCommit && isGroupable) {
            return joined();
        }
        if (member == null) {
            return alone();
        }
        if (sql != null && !isGroupable) {
            throw new SQLFeatureNotSupportedException("only single statements that read or write rows are possible in a"
                    + " transaction that shares its COMMIT; begin a transaction with this one: " + sql.sql());
        }
        member.verify();
        return member.connection();
    }

    /** Returns what statements belong to: the part of a group, or the connection that shares nothing. */
    @Nullable Object turn() {
        return alone != null ? alone : member;
    }

    boolean isClosed() {
        return closed;
    }

    @Nullable GroupMember member() {
        return member;
    }

    private Connection joined() throws SQLException {
        Optional<GroupMember> joined = groups.join();
        member = joined.orElse(null);
        return joined.isPresent() ? joined.get().connection() : alone();
    }

    private Connection alone() throws SQLException {
        Connection own = groups.alone();
        boolean ready = false;
        try {
            own.setAutoCommit(autoCommit);
            ready = true;
        } finally {
            if (!ready) {
                groups.giveBack(own);
            }
        }
        alone = own;
        return own;
    }

    private void setAutoCommit(boolean value) throws SQLException {
        if (value && !autoCommit) {
            end(true);
        }
        autoCommit = value;
    }

    private void requireManual() throws SQLException {
        if (autoCommit) {
            throw new SQLException("the connection is in auto-commit mode");
        }
    }

    private void end(boolean commit) throws SQLException {
        GroupMember ended = member;
        member = null;
        if (ended != null) {
            try {
                closeMetaDataRows();
            } finally {
                groups.end(ended, commit);
            }
        }
    }

    /** Remembers rows that no pool closes, and that would keep the state which they read for every later transaction. */
    void opened(ResultSet rowsOfMetaData) {
        metaDataRows.add(rowsOfMetaData);
    }

    private void closeMetaDataRows() throws SQLException {
        for (ResultSet rows : metaDataRows) {
            rows.close();
        }
        metaDataRows.clear();
    }

    private @Nullable Object setSavepoint(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        requireManual();
        if (member == null && joined() == alone) {
            return Reflection.call(alone, method, arguments);
        }
        savepoints++;
        String name = arguments == null || arguments.length == 0
                ? "SQLITE_SAVEPOINT_" + savepoints // the driver's
                : String.valueOf(arguments[0]);
        PartSavepoint savepoint = new PartSavepoint(Objects.requireNonNull(member), savepoints, name);
        savepoint.execute("SAVEPOINT", member);
        return savepoint;
    }

    private void close() throws SQLException {
        if (closed) {
            return;
        }
        closed = true;
        if (alone != null) {
            try {
                closeMetaDataRows();
            } finally {
                groups.giveBack(alone);
            }
        } else {
            end(false);
        }
    }
}
