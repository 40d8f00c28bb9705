package dev.referent.jdbc.contract;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.referent.jdbc.CorpusSchema;
import dev.referent.jdbc.EnforcedDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A corpus in a file of its own and the pools that a server has on it: several readers, one writer. */
public final class CorpusFile implements AutoCloseable {
    private final AtomicLong statements = new AtomicLong();
    private final String url;
    private final HikariDataSource readPool;
    private final HikariDataSource writePool;

    public CorpusFile(Path directory) throws SQLException {
        url = "jdbc:sqlite:" + directory.resolve("corpus.sqlite");
        readPool = pool(4);
        writePool = pool(1);
        CorpusSchema.migrate(writes());
    }

    public DataSource reads() {
        return observed(DataSource.class, EnforcedDataSource.wrap(readPool), () -> {});
    }

    /** The readers' source, as it is when something happens before each read. */
    public DataSource readsAfter(String sql) {
        return observed(DataSource.class, EnforcedDataSource.wrap(readPool), () -> executeBare(sql));
    }

    public DataSource writes() {
        return observed(DataSource.class, EnforcedDataSource.wrap(writePool), () -> {});
    }

    /** Returns a connection that enforces nothing and waits for nobody. */
    public Connection bare() throws SQLException {
        return DriverManager.getConnection(url + "?busy_timeout=0");
    }

    /** Runs SQL on a connection that enforces nothing and waits for nobody. */
    public void executeBare(String sql) {
        try (Connection bare = bare();
                Statement statement = bare.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Returns how many statements are prepared on the pools' connections while the work runs. */
    public long statementsOf(Runnable work) {
        long before = statements.get();
        work.run();
        return statements.get() - before;
    }

    /** Returns how many connections were not given back. */
    public int connectionsInUse() {
        return Stream.of(readPool, writePool)
                .mapToInt(pool -> pool.getHikariPoolMXBean().getActiveConnections())
                .sum();
    }

    @Override
    public void close() {
        readPool.close();
        writePool.close();
    }

    private HikariDataSource pool(int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url + "?journal_mode=WAL&busy_timeout=500");
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(5_000);
        return new HikariDataSource(config);
    }

    private <T> T observed(Class<T> type, T target, Runnable beforeConnecting) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            switch (method.getName()) {
                case "getConnection" -> beforeConnecting.run();
                case "prepareStatement" -> statements.incrementAndGet();
                default -> {}
            }
            try {
                Object result = method.invoke(target, args);
                return result instanceof Connection connection
                        ? observed(Connection.class, connection, beforeConnecting)
                        : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
