package dev.referent.corpus.storage.contract;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.referent.corpus.storage.CorpusSchema;
import dev.referent.jdbc.EnforcedDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** An SQLite file with a corpus, and the pools that a server has on it: several readers, one writer. */
public final class CorpusFile implements AutoCloseable {
    private final StatementCount statements = new StatementCount();
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
        return statements.observed(EnforcedDataSource.wrap(readPool), () -> {});
    }

    /** Returns the readers' data source, which executes SQL before each connection. */
    public DataSource readsAfter(String sql) {
        return statements.observed(EnforcedDataSource.wrap(readPool), () -> executeBare(sql));
    }

    public DataSource writes() {
        return statements.observed(EnforcedDataSource.wrap(writePool), () -> {});
    }

    /** Returns a connection without enforcement and without a busy timeout. */
    public Connection bare() throws SQLException {
        return DriverManager.getConnection(url + "?busy_timeout=0");
    }

    /** Executes SQL on a connection without enforcement and without a busy timeout. */
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
        return statements.of(work);
    }

    /** Returns how many connections are checked out. */
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
}
