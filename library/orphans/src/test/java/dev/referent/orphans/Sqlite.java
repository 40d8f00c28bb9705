package dev.referent.orphans;

import dev.referent.jdbc.sql.Sql;
import dev.referent.jdbc.sql.SqlNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Databases in tests, on the bare driver. */
final class Sqlite {
    private Sqlite() {}

    /** Makes a file, or opens it, and runs the SQL without enforcement. */
    static Path file(Path file, String... sql) throws SQLException {
        try (Connection connection = open(file)) {
            run(connection, "PRAGMA synchronous=OFF");
            run(connection, sql);
        }
        return file;
    }

    static Connection open(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    static void run(Connection connection, String... sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String text : sql) {
                statement.executeUpdate(text);
            }
        }
    }

    static List<String> texts(Path file, String query) throws SQLException {
        try (Connection connection = open(file)) {
            return Sql.texts(connection, query);
        }
    }

    /** Returns what foreign_key_check says of the whole file; a key that does not match fails it. */
    static List<String> violations(Path file) throws SQLException {
        return texts(
                file, "SELECT \"table\" || ' ' || ifnull(rowid, '-') || ' ' || fkid FROM pragma_foreign_key_check");
    }

    /** Returns every table's rows with their rowids, to the byte, and the schema. */
    static Map<String, List<String>> dump(Path file) throws SQLException {
        Map<String, List<String>> dump = new TreeMap<>();
        try (Connection connection = open(file)) {
            dump.put("", Sql.texts(connection, "SELECT type || name || sql FROM sqlite_schema ORDER BY type, name"));
            for (SqliteTable table : SqliteTable.of(connection)) {
                List<String> columns = new ArrayList<>();
                table.rowId().ifPresent(name -> columns.add(SqlNames.quoted(name)));
                table.columns()
                        .forEach(column -> columns.add("typeof(" + SqlNames.quoted(column.name()) + ") || hex("
                                + SqlNames.quoted(column.name()) + ")"));
                String row = String.join(" || ' ' || ", columns);
                dump.put(
                        table.name(),
                        Sql.texts(connection, "SELECT " + row + " FROM " + table.quoted() + " ORDER BY 1"));
            }
        }
        return dump;
    }

    /** Returns the files of a folder with their contents' hashes. */
    static Map<String, String> hashes(Path folder) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                hashes.put(
                        folder.relativize(file).toString(),
                        HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file))));
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        return hashes;
    }
}
