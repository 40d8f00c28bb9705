package dev.referent.jdbc.explain;

import dev.referent.integrity.Undetermined;
import dev.referent.integrity.Undetermined.Reason;
import dev.referent.jdbc.driver.Deadline;
import dev.referent.jdbc.driver.Execution;
import dev.referent.jdbc.driver.Query;
import dev.referent.jdbc.driver.WrittenRows;
import dev.referent.jdbc.driver.WrittenTables;
import dev.referent.jdbc.schema.Catalogue;
import dev.referent.jdbc.schema.DatabaseSchema;
import dev.referent.jdbc.schema.DeclaredKey;
import dev.referent.jdbc.schema.OrphanQueries;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.Schemas;
import dev.referent.jdbc.schema.Schemas.Database;
import dev.referent.jdbc.schema.WholeSchema;
import dev.referent.jdbc.sql.SqlConditions;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlStatement;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/**
 * The context of one explanation: the connection, its schemas, the deadline, and whether the failed statement was its own
 * transaction. It reads only databases that the statement writes.
 */
final class Investigation {
    private static final String MAIN = "main";
    private static final String TEMP = "temp";
    private static final int PLAN_DETAIL = 3;
    private static final Set<Integer> NOT_ACCEPTED =
            Set.of(SQLiteErrorCode.SQLITE_ERROR.code, SQLiteErrorCode.SQLITE_TOOBIG.code);

    private final SQLiteConnection connection;
    private final Schemas schemas;
    private final Deadline deadline;
    private final boolean autoCommit;
    private final List<Database> databases;
    private final OrphanQueries orphans;
    private final Map<String, WrittenTables> written = new HashMap<>();
    private final Map<String, Optional<String>> holders = new HashMap<>();
    private final Repeatability repeatability = new Repeatability(this);

    Investigation(SQLiteConnection connection, Schemas schemas, Deadline deadline, boolean autoCommit)
            throws SQLException {
        this.connection = connection;
        this.schemas = schemas;
        schemas.begin(!autoCommit);
        this.deadline = deadline;
        this.autoCommit = autoCommit;
        this.databases = Schemas.databases(connection);
        this.orphans = new OrphanQueries(connection);
    }

    SQLiteConnection connection() {
        return connection;
    }

    Deadline deadline() {
        return deadline;
    }

    /** Returns whether the failed statement was its own transaction, so that deferred keys are checked with it. */
    boolean autoCommit() {
        return autoCommit;
    }

    /**
     * Returns whether a foreign key is checked with a statement. A deferred one is checked at the end of the transaction, except a
     * RESTRICT, which acts at once.
     */
    boolean isCheckedNow(SchemaKey key) {
        return autoCommit || !key.foreignKey().deferred();
    }

    OrphanQueries orphans() {
        return orphans;
    }

    Repeatability repeatability() {
        return repeatability;
    }

    List<Database> databases() {
        return databases;
    }

    DatabaseSchema schema(Database database) throws SQLException {
        return schemas.of(database);
    }

    /**
     * Returns the schema of the database that holds a table that a statement writes: temp is searched first, main next, then
     * the attached ones; empty if there is none.
     *
     * @param named the database that the SQL names; empty if it names none
     */
    Optional<DatabaseSchema> schemaOf(String named, String table) throws SQLException {
        for (Database database : inOrderOfSearch()) {
            boolean isIt = named.isEmpty() ? holds(database, table) : SqlNames.same(database.name(), named);
            if (isIt) {
                DatabaseSchema schema = schemas.of(database, table);
                return schema.has(connection, table) ? Optional.of(schema) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Returns whether a database has a table or view of that name; compiling a query answers this without reading. */
    boolean holds(Database database, String table) {
        return databases.size() == 1
                || Query.compiles(connection, "SELECT 1 FROM " + SqlNames.quoted(database.name(), table));
    }

    List<Database> inOrderOfSearch() {
        return Schemas.inOrderOfSearch(databases);
    }

    /** Returns a key whose child rows have no parent table; empty if there is none. */
    Optional<Undetermined> withoutParentTable(DatabaseSchema schema, List<DeclaredKey> keys) throws SQLException {
        for (DeclaredKey key : keys) {
            String columns = SqlConditions.all(key.childColumns().stream()
                    .map(column -> SqlNames.quoted(column) + " IS NOT NULL")
                    .toList());
            String query = "SELECT 1 FROM " + SqlNames.quoted(schema.name(), key.child()) + " WHERE " + columns;
            if (schema.table(connection, key.parent()).isEmpty() && Query.hasRow(connection, query)) {
                return Optional.of(Reason.NO_PARENT_TABLE.because(
                        key.child(), String.join(", ", key.childColumns()), key.parent()));
            }
        }
        return Optional.empty();
    }

    private Optional<Database> find(String name) {
        return databases.stream()
                .filter(database -> SqlNames.same(database.name(), name))
                .findFirst();
    }

    /** Returns whether a trigger of the table's database, or a temporary one, may fire on an event of the table. */
    boolean hasTrigger(DatabaseSchema schema, String table, String event) throws SQLException {
        Optional<Database> temp = find(TEMP);
        return schema.hasTrigger(connection, table, event)
                || (temp.isPresent() && schemas.of(temp.get()).hasTrigger(connection, table, event));
    }

    /**
     * Returns the tables that a statement can write, from its compiled form; none if SQLite cannot compile, and so not run,
     * it.
     */
    WrittenTables written(SqlStatement statement) throws SQLException {
        WrittenTables known = written.get(statement.sql());
        if (known == null) {
            boolean compiles = Query.compiles(connection, statement.sql());
            deadline.check();
            known = compiles ? WrittenTables.of(connection, statement.sql()) : WrittenTables.NONE;
            written.put(statement.sql(), known);
        }
        return known;
    }

    /**
     * Returns the databases that a statement locks by writing them, without the temporary one, which no other connection sees.
     */
    Set<String> locked(SqlStatement statement) throws SQLException {
        Set<String> locked = new HashSet<>(written(statement).schemas());
        locked.remove(TEMP);
        return locked;
    }

    /**
     * Proves something by reading, and is interrupted at the deadline. It reads in one transaction if none is open and the failed statement
     * can have used no other database.
     *
     * @return empty if SQLite does not accept a query that is built from the statement's SQL
     */
    <T> Optional<T> reading(Execution<T> proof) throws SQLException {
        boolean alone = autoCommit && databases.size() == 1;
        try {
            return Optional.of(
                    deadline.interrupting(() -> alone ? Query.inOneTransaction(connection, proof) : proof.run()));
        } catch (SQLException e) {
            if (NOT_ACCEPTED.contains(e.getErrorCode() & 0xFF)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Returns whether an index finds the child rows of a parent row; otherwise that takes a scan of their table. */
    boolean hasChildIndex(SchemaKey key) throws SQLException {
        String condition = key.foreignKey().childColumns().stream()
                .map(column -> SqlNames.quoted(column) + " = 0")
                .collect(Collectors.joining(" AND "));
        String plan = "EXPLAIN QUERY PLAN SELECT 1 FROM "
                + SqlNames.quoted(key.schema(), key.foreignKey().childTable()) + " WHERE " + condition;
        return Query.rows(connection, plan).stream()
                .anyMatch(step -> String.valueOf(step.get(PLAN_DETAIL)).startsWith("SEARCH"));
    }

    /** Runs a statement: interrupted at the deadline if it is its own transaction, otherwise only started if its failed run was short. */
    void run(FailedStatement statement) throws SQLException {
        if (autoCommit) {
            deadline.interrupting(() -> {
                statement.run();
                return statement;
            });
        } else {
            deadline.checkFor(statement.nanoseconds());
            statement.run();
        }
    }

    /** Runs a statement, and adds the rows that SQLite's update hook reports. */
    WrittenRows run(FailedStatement statement, WrittenRows rows) throws SQLException {
        connection.addUpdateListener(rows);
        try {
            run(statement);
            return rows;
        } finally {
            connection.removeUpdateListener(rows);
        }
    }

    /** Returns the databases that a statement may lock, of which most connections have one. */
    Set<String> lockable() {
        Set<String> lockable = new HashSet<>();
        databases.forEach(database -> lockable.add(database.name()));
        lockable.remove(TEMP);
        return lockable;
    }

    /** Returns the declarations of the databases that the statements write, and of the temporary one. */
    Catalogue catalogue(List<FailedStatement> statements) throws SQLException {
        Set<String> names = new HashSet<>();
        boolean several = databases.size() > 1; // otherwise there is no choice, and nothing need be compiled
        for (FailedStatement statement : several ? statements : List.<FailedStatement>of()) {
            if (statement.statement().isWrite()) {
                names.addAll(written(statement.statement()).schemas());
            }
        }
        return deadline.interrupting(() -> declarations(names.isEmpty() ? Set.of(MAIN) : names));
    }

    /**
     * Returns the databases whose tables a statement names: a qualified name's, else the one in which SQLite finds the name. Its
     * compiled form knows them better, but SQLite sets {@code changes()} to 0 for it, which after a failed COMMIT is that of an
     * accepted statement.
     */
    Set<String> named(List<Token> tokens) {
        Set<String> named = new HashSet<>();
        for (int i = 0; i < tokens.size(); i++) {
            String name = tokens.get(i).text();
            boolean qualifies = i + 2 < tokens.size() && tokens.get(i + 1).is(".");
            Optional<Database> database = qualifies ? find(name) : Optional.empty();
            if (database.isPresent()) {
                named.add(database.get().name());
                i += 2;
            } else {
                holders.computeIfAbsent(name, this::holder).ifPresent(named::add);
            }
        }
        return named;
    }

    private Optional<String> holder(String table) {
        return inOrderOfSearch().stream()
                .filter(database -> holds(database, table))
                .map(Database::name)
                .findFirst();
    }

    /** Returns the declarations of named databases, and of the temporary one; if that alone is named, its triggers may write main. */
    Catalogue catalogue(Set<String> named) throws SQLException {
        return declarations(named.stream().allMatch(TEMP::equals) ? Set.of(MAIN) : named);
    }

    private Catalogue declarations(Set<String> names) throws SQLException {
        Map<String, WholeSchema> whole = new LinkedHashMap<>();
        for (Database database : databases) {
            if (names.contains(database.name()) || database.name().equals(TEMP)) {
                whole.put(database.name(), schemas.of(database).whole(connection));
            }
        }
        return Catalogue.of(whole);
    }

    /** Returns why a statement must not be re-run; empty if it may. */
    Optional<Undetermined> obstacle(FailedStatement failed, Catalogue catalogue) throws SQLException {
        if (!failed.statement().isWrite()) {
            return Optional.of(Reason.NO_WRITE.because());
        }
        WrittenTables tables = written(failed.statement());
        if (!repeatability.isCertain(failed, catalogue)) {
            return Optional.of(Reason.NOT_REPEATABLE.because());
        }
        for (Database database : databases) {
            boolean matters = tables.schemas().contains(database.name())
                    || database.name().equals(TEMP);
            if (matters && hasNoJournal(database)) {
                return Optional.of(Reason.NO_ROLLBACK.because(database.name()));
            }
        }
        return Optional.empty();
    }

    /** With journal_mode=OFF neither ROLLBACK nor ROLLBACK TO undoes anything (sqlite.org/pragma.html#pragma_journal_mode). */
    private boolean hasNoJournal(Database database) throws SQLException {
        String pragma = "PRAGMA " + SqlNames.quoted(database.name()) + ".journal_mode";
        return "off".equals(Query.rows(connection, pragma).get(0).get(0));
    }
}
