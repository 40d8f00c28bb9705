package dev.referent.docs.ways;

import java.util.List;
import java.util.stream.Stream;

/**
 * A way in which a write reaches SQLite.
 *
 * @param name what a reader calls it
 * @param good how many good rows its transaction has
 * @param program writes the good rows, and what a foreign key should reject, in one transaction
 */
public record Way(String name, int good, Program program) {
    static final String GOOD = "INSERT INTO author (id) VALUES (3)";

    private static final String STORED =
            """
            SELECT id FROM author WHERE id > 2
            UNION ALL SELECT id FROM book WHERE id > 2 AND author_id IN (SELECT id FROM author)
            UNION ALL SELECT id FROM contract WHERE id > 1 AND author_id IN (SELECT id FROM author)
            """;

    /** A program. */
    @FunctionalInterface
    interface Program {
        /** Runs it on a database. */
        void run(Database database, Attempt attempt) throws Exception;
    }

    /** Returns all ways, in the order of the table. */
    public static List<Way> all() {
        return Stream.of(JdbcWays.all(), HibernateWays.all(), MyBatisWays.all(), OnTopWays.all())
                .flatMap(List::stream)
                .toList();
    }

    /** Returns the libraries that use a DataSource, and whose commit is not tried twice. */
    public static List<Way> onASource() {
        return Stream.concat(
                        JdbcWays.all().stream().filter(way -> !way.name().equals(JdbcWays.REPAIR)),
                        OnTopWays.all().stream())
                .toList();
    }

    /** Goes that way. */
    public Outcome in(Database database) throws Exception {
        Attempt attempt = new Attempt();
        program.run(database, attempt);
        return attempt.outcome(database.count(STORED), database.count("PRAGMA foreign_key_check"));
    }

    @Override
    public String toString() {
        return name;
    }
}
