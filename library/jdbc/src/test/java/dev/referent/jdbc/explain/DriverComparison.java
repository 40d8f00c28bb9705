package dev.referent.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteException;

/**
 * Runs a program twice, on the bare driver with foreign keys on and on Referent, and compares everything that the program, and
 * another connection after it, can observe. What differs is harm done by an explanation.
 */
final class DriverComparison {
    /** Parents 1 to 3; 1 has a child row, 2 a child row that restricts, 3 none; {@code d} is deferred. */
    static final String SCHEMA =
            """
            CREATE TABLE p (id INTEGER PRIMARY KEY, n INT DEFAULT 0);
            CREATE TABLE c (pid INTEGER CONSTRAINT c_fk REFERENCES p);
            CREATE TABLE d (pid INTEGER CONSTRAINT d_fk REFERENCES p DEFERRABLE INITIALLY DEFERRED);
            CREATE TABLE r (pid INTEGER CONSTRAINT r_fk REFERENCES p ON DELETE RESTRICT);
            INSERT INTO p (id) VALUES (1), (2), (3);
            INSERT INTO c VALUES (1);
            INSERT INTO r VALUES (2);
            """;

    private final Path folder;
    private final Connection connection;
    private final List<String> seen = new ArrayList<>();

    private DriverComparison(Path folder, Connection connection) {
        this.folder = folder;
        this.connection = connection;
    }

    /** What a program does on its connection. */
    @FunctionalInterface
    interface Program {
        void run(DriverComparison side) throws Exception;
    }

    /** A program on a file leaves and observes the same. */
    static void assertSame(Path folder, Program program) throws Exception {
        assertSame(folder, "jdbc:sqlite:FOLDER/main.db?busy_timeout=0&synchronous=OFF", program);
    }

    /** A program leaves and observes the same; each side has a folder of its own. */
    static void assertSame(Path folder, String url, Program program) throws Exception {
        List<String> bare = observed(folder.resolve("bare"), url, program, false);
        List<String> enforced = observed(folder.resolve("enforced"), url, program, true);
        assertThat(differences(bare, enforced))
                .as("%s: %s", url, bare.subList(0, Math.min(8, bare.size())))
                .isEmpty();
    }

    /** Returns the observations that one side alone has made, and where the same ones were made in another order. */
    private static List<String> differences(List<String> bare, List<String> enforced) {
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < Math.max(bare.size(), enforced.size()); i++) {
            String theirs = i < bare.size() ? bare.get(i) : "nothing";
            String ours = i < enforced.size() ? enforced.get(i) : "nothing";
            if (!theirs.equals(ours)) {
                differences.add(i + ": bare " + theirs + ", Referent " + ours);
            }
        }
        return differences;
    }

    private static List<String> observed(Path folder, String form, Program program, boolean enforced) throws Exception {
        folder.toFile().mkdirs();
        String url = form.replace("FOLDER", folder.toString());
        try (Connection connection = enforced
                ? EnforcedDataSource.open(url).getConnection()
                : DriverManager.getConnection(url + (url.contains("?") ? "&" : "?") + "foreign_keys=on")) {
            Sql.run(connection, SCHEMA);
            DriverComparison side = new DriverComparison(folder, connection);
            program.run(side);
            side.look();
            return side.seen;
        }
    }

    Connection connection() {
        return connection;
    }

    SQLiteConnection driver() throws SQLException {
        return connection.unwrap(SQLiteConnection.class);
    }

    Path folder() {
        return folder;
    }

    /** Notes what the program observes. */
    void see(Object observation) {
        seen.add(String.valueOf(observation).replace(folder.toString(), "FOLDER"));
    }

    /** Executes SQL and notes how it ends. */
    void run(String... sql) {
        for (String each : sql) {
            see(each + " " + outcome(() -> Sql.run(connection, each)));
        }
    }

    /** A step of a program. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    /** Does something and notes how it ends. */
    void step(String name, Step step) {
        see(name + " " + outcome(step));
    }

    private static String outcome(Step step) {
        try {
            step.run();
            return "returns";
        } catch (Throwable e) {
            return "fails with " + root(e);
        }
    }

    /** The driver's result, which Referent's exception has as its cause. */
    static String root(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException ofDriver) {
                return ofDriver.getResultCode().name();
            }
        }
        return failure.getClass().getName();
    }

    /** Notes what a query returns. */
    void read(String query) {
        step(query, () -> see(rows(connection, query)));
    }

    /** Notes what another connection, which does not wait, can do in a database's file. */
    void fromOutside(String file, String sql) {
        step("outside: " + sql, () -> {
            try (Connection other =
                    DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(file) + "?busy_timeout=0")) {
                if (sql.startsWith("SELECT")) {
                    see(rows(other, sql));
                } else {
                    Sql.run(other, sql);
                }
            }
        });
    }

    /** Looks at everything that a program can leave behind, in its transaction and after it. */
    private void look() throws SQLException {
        see("closed " + connection.isClosed());
        read("SELECT * FROM pragma_foreign_keys, pragma_defer_foreign_keys, pragma_busy_timeout");
        tables();
        fromOutside("main.db", "SELECT count(*) FROM sqlite_schema");
        fromOutside("main.db", "CREATE TABLE IF NOT EXISTS outside (x)");
        see("autoCommit " + connection.getAutoCommit());
        if (!connection.getAutoCommit()) {
            step("commit", connection::commit);
            step("rollback", connection::rollback);
        }
        fromOutside("main.db", "CREATE TABLE IF NOT EXISTS outside_again (x)");
        tables();
        run("INSERT INTO c VALUES (77)", "INSERT INTO p (id) VALUES (4)", "INSERT INTO c VALUES (4)");
        tables();
    }

    private void tables() {
        for (String table : List.of("p", "c", "d", "r")) {
            read("SELECT * FROM " + table);
        }
        read("PRAGMA foreign_key_check");
    }

    private static String rows(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            StringBuilder text = new StringBuilder();
            while (rows.next()) {
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    text.append(rows.getString(column)).append(' ');
                }
                text.append("| ");
            }
            return text.toString();
        }
    }
}
