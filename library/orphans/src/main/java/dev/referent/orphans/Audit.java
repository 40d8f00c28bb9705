package dev.referent.orphans;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Finds what is broken in a database already, because enforcement checks no existing row. It only reads: an SQLite file, and what
 * is beside it, is the same afterwards.
 *
 * <pre>{@code
 * AuditReport report = Audit.of(Path.of("library.db")).run();
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class Audit {
    private final Target target;
    private final Options options;

    private Audit(Target target, Options options) {
        this.target = target;
        this.options = options;
    }

    /**
     * What is asked for.
     *
     * @param samples how many orphan rows of each key
     * @param keys whether the distinct keys of the orphan rows are listed
     * @param progress is told how far it has come
     */
    record Options(int samples, boolean keys, Progress progress) {
        static final Options USUAL = new Options(5, false, Progress.NONE);
    }

    /** What is audited. */
    @FunctionalInterface
    private interface Target {
        AuditReport audit(Options options) throws SQLException;
    }

    /**
     * Audits an SQLite file, which is opened for reading only.
     *
     * @param file the file, which must exist
     */
    public static Audit of(Path file) {
        DatabaseFile database = new DatabaseFile(file);
        return new Audit(options -> file(database, options), Options.USUAL);
    }

    /**
     * Audits the {@code main} database of an SQLite connection, or the schema that a connection to PostgreSQL or MariaDB is in.
     * Only queries are run on the connection.
     *
     * @param source a source of connections to SQLite, PostgreSQL or MariaDB
     */
    public static Audit of(DataSource source) {
        return new Audit(options -> connected(source, options), Options.USUAL);
    }

    /**
     * Returns the same audit with another number of orphan rows that are shown of each key; 5 unless given.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public Audit samples(int ofEachKey) {
        if (ofEachKey < 0) {
            throw new IllegalArgumentException("samples " + ofEachKey + " is negative");
        }
        return new Audit(target, new Options(ofEachKey, options.keys, options.progress));
    }

    /** Returns the same audit, which lists the distinct keys of the orphan rows, too, as a {@link Baseline} needs them. */
    public Audit listingKeys() {
        return new Audit(target, new Options(options.samples, true, options.progress));
    }

    /** Returns the same audit, which tells how far it has come. */
    public Audit reporting(Progress listener) {
        return new Audit(target, new Options(options.samples, options.keys, listener));
    }

    /**
     * Reads the database.
     *
     * @return what was found
     * @throws SQLException if the database cannot be read; it is unchanged
     */
    public AuditReport run() throws SQLException {
        return target.audit(options);
    }

    private static AuditReport file(DatabaseFile file, Options options) throws SQLException {
        return file.read((connection, state) ->
                new SqliteAudit(connection, options).report(file.path().toString(), state.wal(), state.writer()));
    }

    private static AuditReport connected(DataSource source, Options options) throws SQLException {
        try (Connection connection = source.getConnection()) {
            String product = connection.getMetaData().getDatabaseProductName();
            // without parameters, which may have a password
            String url = String.valueOf(connection.getMetaData().getURL()).replaceFirst("(?s)[?;].*", "");
            AuditReport report = product.equals("SQLite")
                    ? new SqliteAudit(connection, options).report(url)
                    : ServerAudit.of(connection, product, options).report(url);
            if (!connection.getAutoCommit()) {
                connection.rollback(); // ends the transaction that the queries began
            }
            return report;
        }
    }
}
