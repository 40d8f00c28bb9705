package dev.referent.hibernate.lines;

import dev.referent.hibernate.lines.Letters.Letter;
import dev.referent.hibernate.lines.Letters.Note;
import dev.referent.hibernate.lines.Letters.Writer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.exception.ConstraintViolationException;
import org.sqlite.SQLiteDataSource;

/**
 * Tries on the Hibernate and the driver of the class path what Referent promises, and prints a line for each promise. It uses nothing
 * that one of the lines from 6.2 on lacks, and no test library.
 */
public final class LineProbe {
    private static final List<Class<?>> ENTITIES = List.of(Writer.class, Letter.class, Note.class);

    private final Path folder;

    private LineProbe(Path folder) {
        this.folder = folder;
    }

    /** One promise. */
    @FunctionalInterface
    private interface Promise {
        /** Returns what was seen; {@code ok} if it is kept. */
        String keep(String url) throws Exception;
    }

    /**
     * Prints {@code NAME: ok} or {@code NAME: WHAT WAS SEEN} for each promise; the exit status is 0 if all is ok.
     *
     * @param arguments none
     */
    public static void main(String... arguments) throws IOException {
        Path folder = Files.createTempDirectory("referent-line");
        Map<String, String> seen = tried(folder);
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> file.toFile().delete());
        }
        Files.deleteIfExists(folder);
        seen.forEach((promise, answer) -> System.out.println(promise + ": " + answer));
        System.exit(seen.values().stream().allMatch("ok"::equals) ? 0 : 1);
    }

    /** Tries each promise in the folder, and returns what was seen. */
    static Map<String, String> tried(Path folder) {
        LineProbe probe = new LineProbe(folder);
        Map<String, Promise> promises = new LinkedHashMap<>();
        promises.put("rejects", probe::rejects);
        promises.put("pooled", probe::pooled);
        promises.put("declares", probe::declares);
        promises.put("commits", probe::commits);
        promises.put("updates", probe::updates);
        promises.put("validates", probe::validates);
        promises.put("drops", probe::drops);
        promises.put("leaves", probe::leaves);
        promises.put("other", probe::other);
        Map<String, String> seen = new LinkedHashMap<>();
        promises.forEach((name, promise) -> seen.put(name, probe.seen(name, promise)));
        return seen;
    }

    private String seen(String name, Promise promise) {
        try {
            return promise.keep("jdbc:sqlite:" + folder.resolve(name + ".db"));
        } catch (Exception | LinkageError e) {
            StringBuilder seen = new StringBuilder();
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                seen.append(cause).append(" <- ");
            }
            return seen.toString();
        }
    }

    private static String expect(Object expected, Object seen) {
        return expected.equals(seen) ? "ok" : seen + " instead of " + expected;
    }

    private static SessionFactory start(String url, String action, List<Class<?>> entities, String... settings) {
        Configuration configuration = new Configuration();
        entities.forEach(configuration::addAnnotatedClass);
        configuration.setProperty("hibernate.connection.url", url);
        configuration.setProperty("hibernate.hbm2ddl.auto", action);
        for (int i = 0; i < settings.length; i += 2) {
            configuration.setProperty(settings[i], settings[i + 1]);
        }
        return configuration.buildSessionFactory();
    }

    private static List<String> query(String url, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private static void execute(String url, String... statements) throws Exception {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Returns the messages of the failure of a transaction, with the name that Hibernate gives; nothing if it is stored. */
    private static String failure(SessionFactory factory, Object entity) {
        StringBuilder messages = new StringBuilder();
        try {
            factory.inTransaction(session -> session.persist(entity));
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                messages.append(cause).append('\n');
                if (cause instanceof ConstraintViolationException violation) {
                    messages.append("name: ")
                            .append(violation.getConstraintName())
                            .append('\n');
                }
            }
        }
        return messages.toString();
    }

    private static String named(String failure, String key, String message) {
        return failure.contains("name: " + key + "\n") && failure.contains(message + " (foreign key " + key + ")")
                ? "ok"
                : "not explained: " + failure;
    }

    private String rejects(String url) {
        try (SessionFactory factory = start(url, "create", ENTITIES)) {
            factory.inTransaction(session -> session.persist(new Writer(1)));
            factory.inTransaction(session -> session.persist(new Letter(session.getReference(Writer.class, 1L))));
            String seen = "";
            for (int i = 0;
                    i < 5 && !seen.equals("ok");
                    i++) { // an explanation has a time limit, and a cold start may exceed it
                seen = named(
                        failure(factory, new Letter(factory.fromSession(s -> s.getReference(Writer.class, 99L)))),
                        "letter_writer_fk",
                        "letter.writer_id = 99 has no matching writer.id");
            }
            return seen;
        }
    }

    /** The application's own source of connections, as a pool is. */
    private String pooled(String url) throws Exception {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl(url);
        start(url, "create", ENTITIES).close();
        Configuration configuration = new Configuration();
        ENTITIES.forEach(configuration::addAnnotatedClass);
        configuration.getProperties().put("hibernate.connection.datasource", source);
        try (SessionFactory factory = configuration.buildSessionFactory()) {
            String failure = failure(factory, new Letter(factory.fromSession(s -> s.getReference(Writer.class, 95L))));
            return failure.contains("ForeignKeyViolationSQLException") ? "ok" : "not rejected: " + failure;
        }
    }

    private String declares(String url) throws Exception {
        start(url, "create", ENTITIES).close();
        String letter = query(url, "SELECT sql FROM sqlite_schema WHERE name = 'letter'")
                .get(0);
        List<String> keys = query(
                url,
                "SELECT t.name || '.' || k.\"from\" FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) k"
                        + " ORDER BY 1");
        return letter.contains("constraint letter_writer_fk")
                ? expect(List.of("letter.writer_id", "note.writer_id"), keys)
                : letter;
    }

    private String commits(String url) {
        try (SessionFactory factory = start(url, "create", ENTITIES)) {
            String seen = "";
            for (int i = 0; i < 5 && !seen.equals("ok"); i++) {
                seen = named(
                        failure(factory, new Note(1, factory.fromSession(s -> s.getReference(Writer.class, 98L)))),
                        "note_writer_fk",
                        "note.writer_id = 98 has no matching writer.id");
            }
            return seen;
        }
    }

    private String updates(String url) throws Exception {
        execute(url, "CREATE TABLE writer (id bigint not null, primary key (id))", "CREATE TABLE note (id bigint)");
        start(url, "update", ENTITIES).close();
        List<String> columns = query(url, "SELECT name FROM pragma_table_info('note')");
        List<String> keys = query(
                url,
                "SELECT t.name || '.' || k.\"from\" FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) k"
                        + " ORDER BY 1");
        return columns.contains("writer_id")
                ? expect(List.of("letter.writer_id", "note.writer_id"), keys)
                : columns.toString();
    }

    private String validates(String url) throws Exception {
        start(url, "create", ENTITIES).close();
        start(url, "validate", ENTITIES).close();
        execute(
                url,
                "DROP TABLE letter",
                "CREATE TABLE letter (id integer, writer_id bigint not null, primary key (id))");
        try {
            start(url, "validate", ENTITIES).close();
            return "a missing key passes";
        } catch (RuntimeException e) {
            return String.valueOf(e.getMessage()).contains("lacks the foreign key letter_writer_fk")
                    ? "ok"
                    : e.toString();
        }
    }

    private String drops(String url) throws Exception {
        try (SessionFactory factory = start(url, "create-drop", ENTITIES)) {
            factory.inTransaction(session -> {
                Writer writer = new Writer(1);
                session.persist(writer);
                session.persist(new Letter(writer));
            });
        }
        return expect(
                List.of(), query(url, "SELECT name FROM sqlite_schema WHERE name IN ('letter', 'writer', 'note')"));
    }

    private String leaves(String url) throws Exception {
        try (SessionFactory factory = start(url, "create", ENTITIES, "referent.enforce", "false")) {
            String failure = failure(factory, new Letter(factory.fromSession(s -> s.getReference(Writer.class, 97L))));
            return failure.isEmpty() ? expect(List.of("97"), query(url, "SELECT writer_id FROM letter")) : failure;
        }
    }

    private String other(String ignored) throws Exception {
        String url = "jdbc:h2:mem:line;DB_CLOSE_DELAY=-1";
        try (SessionFactory factory = start(url, "create", List.of(Writer.class, Letter.class))) {
            String failure = failure(factory, new Letter(factory.fromSession(s -> s.getReference(Writer.class, 96L))));
            return failure.toLowerCase(Locale.ROOT).contains("letter_writer_fk")
                    ? expect(
                            new TreeSet<>(List.of("LETTER", "WRITER")),
                            new TreeSet<>(query(
                                    url,
                                    "SELECT table_name FROM information_schema.tables WHERE table_schema = 'PUBLIC'")))
                    : "not rejected: " + failure;
        }
    }
}
