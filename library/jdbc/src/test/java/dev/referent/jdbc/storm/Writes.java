package dev.referent.jdbc.storm;

import dev.referent.jdbc.storm.Attempt.Verdict;
import dev.referent.jdbc.storm.Attempt.Work;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes up writes of all forms; a key without a parent row is negative. */
final class Writes {
    private static final List<String> IN_THE_WAY = List.of(
            "DELETE FROM %1$sp WHERE id = 1",
            "DELETE FROM %1$sp WHERE id = 2",
            "DELETE FROM %1$sp WHERE id = 3",
            "DELETE FROM %1$sp",
            "UPDATE %1$sp SET id = -7 WHERE id = 1",
            "UPDATE %1$sc SET pid = -8 WHERE id = 1",
            "INSERT OR REPLACE INTO %1$sq(id) VALUES (-9)");

    private final SplittableRandom random;
    private final Ledger ledger;
    private final Settings settings;

    Writes(SplittableRandom random, Ledger ledger, Settings settings) {
        this.random = random;
        this.ledger = ledger;
        this.settings = settings;
    }

    /**
     * Returns the next write of a thread. On a shared connection none has unread rows: SQLite commits nothing while another
     * statement writes, and the bare driver then leaves a transaction open that nobody began. No row of a deferred key
     * fails there at COMMIT, as it would undo the work of all threads.
     */
    Attempt next() {
        boolean valid = random.nextInt(3) > 0;
        String schema = settings.attached() && random.nextInt(3) == 0 ? "o." : "";
        return switch (random.nextInt(12)) {
            case 0, 1 -> plain(schema + "c", valid);
            case 2, 3 -> prepared(schema + "c", valid);
            case 4 -> plain(schema + "g", valid);
            case 5 -> settings.shared() ? plain(schema + "c", valid) : returning(schema + "c", valid);
            case 6 -> preparedBatch(schema + (random.nextBoolean() ? "c" : "g"), valid);
            case 7 -> statementBatch(schema + "c", valid);
            case 8 -> multiStatement(schema + "c", valid);
            case 9 -> valid || settings.shared() ? prepared(schema + "d", true) : deferred(schema + "d");
            case 10 ->
                fails(
                        "in the way",
                        IN_THE_WAY.get(random.nextInt(IN_THE_WAY.size())).formatted(schema));
            default -> settings.schemaChanges() ? schemaChange(schema) : plain(schema + "c", valid);
        };
    }

    private long key(boolean valid) {
        return valid ? 1 + random.nextInt(9) : -1 - random.nextInt(9);
    }

    private String values(long id, long key) {
        return " VALUES (" + id + ", " + key + ")";
    }

    private Attempt plain(String table, boolean valid) {
        long id = ledger.nextId();
        return one("plain " + table, valid, id, update("INSERT INTO " + table + values(id, key(valid))));
    }

    private static Work update(String sql) {
        return (connection, running) -> {
            try (Statement statement = connection.createStatement()) {
                running.accept(statement);
                statement.executeUpdate(sql);
            }
        };
    }

    private static Attempt one(String form, boolean valid, long id, Work work) {
        return new Attempt(form, valid ? Verdict.VALID : Verdict.FAILS, List.of(id), List.of(), work);
    }

    private static Attempt fails(String form, String sql) {
        return new Attempt(form, Verdict.FAILS, List.of(), List.of(), update(sql));
    }

    private Attempt prepared(String table, boolean valid) {
        long id = ledger.nextId();
        return one("prepared " + table, valid, id, insert(table, id, key(valid)));
    }

    private Attempt deferred(String table) {
        long id = ledger.nextId();
        return new Attempt("deferred", Verdict.FAILS_AT_COMMIT, List.of(id), List.of(), insert(table, id, key(false)));
    }

    private static Work insert(String table, long id, long key) {
        return (connection, running) -> {
            try (PreparedStatement statement = connection.prepareStatement("INSERT INTO " + table + " VALUES (?, ?)")) {
                running.accept(statement);
                statement.setLong(1, id);
                statement.setLong(2, key);
                statement.executeUpdate();
            }
        };
    }

    private Attempt returning(String table, boolean valid) {
        long id = ledger.nextId();
        String sql = "INSERT INTO " + table + values(id, key(valid)) + " RETURNING id";
        return one("RETURNING", valid, id, (connection, running) -> {
            try (Statement statement = connection.createStatement()) {
                running.accept(statement);
                try (ResultSet rows = statement.executeQuery(sql)) {
                    while (rows.next()) {
                        rows.getLong(1);
                    }
                }
            }
        });
    }

    /** A failing batch has its bad row last but one: the rows before it stay, the last one is not tried. */
    private Attempt several(String form, boolean valid, List<Long> ids, Work work) {
        List<Long> kept = valid ? List.of() : ids.subList(0, ids.size() - 2);
        return new Attempt(form, valid ? Verdict.VALID : Verdict.FAILS, ids, kept, work);
    }

    private List<Long> ids() {
        List<Long> ids = new ArrayList<>();
        int count = 2 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            ids.add(ledger.nextId());
        }
        return ids;
    }

    private Attempt preparedBatch(String table, boolean valid) {
        List<Long> ids = ids();
        long bad = key(valid);
        return several("prepared batch", valid, ids, (connection, running) -> {
            try (PreparedStatement statement = connection.prepareStatement("INSERT INTO " + table + " VALUES (?, ?)")) {
                running.accept(statement);
                for (int i = 0; i < ids.size(); i++) {
                    statement.setLong(1, ids.get(i));
                    statement.setLong(2, i == ids.size() - 2 ? bad : 1);
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        });
    }

    private List<String> inserts(String table, List<Long> ids, long bad) {
        List<String> inserts = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            inserts.add("INSERT INTO " + table + values(ids.get(i), i == ids.size() - 2 ? bad : 1));
        }
        return inserts;
    }

    private Attempt statementBatch(String table, boolean valid) {
        List<Long> ids = ids();
        List<String> inserts = inserts(table, ids, key(valid));
        return several("statement batch", valid, ids, (connection, running) -> {
            try (Statement statement = connection.createStatement()) {
                running.accept(statement);
                for (String insert : inserts) {
                    statement.addBatch(insert);
                }
                statement.executeBatch();
            }
        });
    }

    private Attempt multiStatement(String table, boolean valid) {
        List<Long> ids = ids();
        return several(
                "multi-statement string", valid, ids, update(String.join("; ", inserts(table, ids, key(valid)))));
    }

    private Attempt schemaChange(String schema) {
        int number = random.nextInt(4);
        return switch (random.nextInt(6)) {
            case 0 ->
                new Attempt(
                        "DROP of a parent",
                        Verdict.FAILS_SOMEHOW,
                        List.of(),
                        List.of(),
                        update("DROP TABLE " + schema + "p"));
            case 1, 2, 3 -> change("DROP TABLE IF EXISTS " + schema + "staging" + number);
            default -> change("CREATE TABLE IF NOT EXISTS " + schema + "staging" + number + "(id, c REFERENCES c)");
        };
    }

    private static Attempt change(String sql) {
        return new Attempt("schema change", Verdict.VALID, List.of(), List.of(), update(sql));
    }
}
