package dev.referent.jdbc.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteConnection;

/**
 * A generated schema with its rows, ready to be written to any number of files.
 *
 * @param schema the schema
 * @param setup all that makes it, for the shell; foreign keys are off at the beginning and on at the end
 * @param snapshot the content
 */
record Database(Schema schema, List<String> setup, Snapshot snapshot) {

    /** Returns a generated database; empty if SQLite does not take the schema. */
    static Optional<Database> generate(Dice dice) throws SQLException {
        Schema schema = SchemaGenerator.generate(dice);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            SQLiteConnection sqlite = connection.unwrap(SQLiteConnection.class);
            UserFunctions.addTo(sqlite);
            List<String> done = new ArrayList<>();
            run(sqlite, done, "PRAGMA page_size=1024");
            if (schema.has("aux")) {
                run(sqlite, done, "ATTACH ':memory:' AS aux");
                run(sqlite, done, "PRAGMA aux.page_size=1024");
            }
            for (Table table : schema.tables) {
                if (!run(sqlite, done, table.declaration())) {
                    return Optional.empty();
                }
            }
            fill(dice, schema, sqlite, done);
            for (String declaration : ObjectGenerator.generate(dice, schema)) {
                run(sqlite, done, declaration);
            }
            run(sqlite, done, "PRAGMA foreign_keys=ON");
            Orphans.verify(sqlite, schema);
            return Optional.of(new Database(schema, done, Snapshot.of(sqlite, schema)));
        }
    }

    /** Rows that the foreign keys allow, and in a few databases older orphans, which are there when enforcement begins. */
    private static void fill(Dice dice, Schema schema, SQLiteConnection sqlite, List<String> done) throws SQLException {
        Statements statements = new Statements(dice, schema, new Values(dice, sqlite));
        run(sqlite, done, "PRAGMA foreign_keys=ON");
        for (Table table : schema.tables) {
            int rows = 2 + dice.below(7);
            for (int i = 0; i < rows; i++) {
                run(sqlite, done, statements.row(table).literal());
            }
        }
        run(sqlite, done, "PRAGMA foreign_keys=OFF");
        int orphans = dice.chance(0.15) ? 1 + dice.below(8) : 0;
        for (int i = 0; i < orphans; i++) {
            run(sqlite, done, statements.row(dice.pick(schema.tables)).literal());
        }
    }

    private static boolean run(SQLiteConnection connection, List<String> done, String sql) {
        try {
            connection.getDatabase()._exec(sql);
            done.add(sql);
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /** Writes the main and the attached database to files of that name. */
    void write(Path folder, String name) throws IOException {
        write(folder.resolve(name + ".db"), snapshot.main);
        if (snapshot.attached.length > 0) {
            write(folder.resolve(name + "-aux.db"), snapshot.attached);
        }
    }

    /** Writes a new file: to truncate the old one would wait for the disk. */
    static Path write(Path file, byte[] content) throws IOException {
        Files.deleteIfExists(file);
        return Files.write(file, content);
    }

    /** Makes all of it anew, in memory. */
    void make(SQLiteConnection connection) throws SQLException {
        for (String statement : setup) {
            connection.getDatabase()._exec(statement);
        }
    }

    /** Makes what belongs to a connection alone: the attachment, and the temporary tables with their rows. */
    void complete(SQLiteConnection connection, Path folder, String name) throws SQLException {
        List<String> statements = new ArrayList<>(List.of("PRAGMA foreign_keys=OFF", "PRAGMA synchronous=OFF"));
        if (snapshot.attached.length > 0) {
            statements.add("ATTACH '" + folder.resolve(name + "-aux.db") + "' AS aux");
            statements.add("PRAGMA aux.synchronous=OFF");
        }
        statements.addAll(snapshot.temporary);
        statements.add("PRAGMA foreign_keys=ON");
        for (String statement : statements) {
            connection.getDatabase()._exec(statement);
        }
    }
}
