package dev.referent.jdbc.storm;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Failing inserts on one connection while another one creates and drops a table. */
public final class SchemaChanges {
    /** How many inserts fail. */
    static final int FAILED = 1_500;

    private SchemaChanges() {}

    /**
     * Runs it and prints how many inserts failed for their foreign key.
     *
     * @param arguments the file of a {@link StormDatabase}
     */
    public static void main(String[] arguments) throws SQLException, InterruptedException {
        Path file = Path.of(arguments[0]);
        AtomicBoolean over = new AtomicBoolean();
        Thread other = new Thread(() -> change(file, over));
        other.start();
        int failed = 0;
        try (Connection connection = Target.REFERENT.source(file).open()) {
            while (failed < FAILED) {
                try {
                    StormDatabase.execute(connection, "INSERT INTO c(pid) VALUES (-9)");
                } catch (SQLException failure) {
                    failed += Failures.isForeignKey(failure) ? 1 : 0;
                }
            }
        } finally {
            over.set(true);
            other.join();
        }
        System.out.println(failed + " failed");
    }

    private static void change(Path file, AtomicBoolean over) {
        try (Connection connection = Target.BARE.source(file).open()) {
            while (!over.get()) {
                try {
                    StormDatabase.execute(connection, "CREATE TABLE IF NOT EXISTS t(id)");
                    StormDatabase.execute(connection, "DROP TABLE IF EXISTS t");
                } catch (SQLException e) {
                    if (!Failures.isBusy(e)) {
                        throw e;
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
