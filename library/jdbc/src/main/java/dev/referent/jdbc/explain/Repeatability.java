package dev.referent.jdbc.explain;

import dev.referent.jdbc.driver.Query;
import dev.referent.jdbc.driver.VolatileFunctions;
import dev.referent.jdbc.driver.WrittenTables;
import dev.referent.jdbc.schema.Catalogue;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.Schemas.Database;
import dev.referent.jdbc.schema.TableFacts;
import dev.referent.jdbc.schema.WholeSchema;
import dev.referent.jdbc.sql.AssignedTimes;
import dev.referent.jdbc.sql.CalledFunctions;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlStatement;
import dev.referent.jdbc.sql.SqlTokens;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Whether a statement has the same values when it is run, or its conditions are read, a second time. A reading of the clock to the
 * second has the same value for the rest of that second only.
 */
final class Repeatability {
    private static final long SECOND = 1_000;

    private final Investigation investigation;
    private final long started = System.currentTimeMillis();
    private boolean readsClock;

    Repeatability(Investigation investigation) {
        this.investigation = investigation;
    }

    /** Returns whether the WHERE clause of a simple change certainly selects the same rows again. */
    boolean isCertain(SqlStatement statement) throws SQLException {
        boolean readsTables = statement.plainChange().orElseThrow().where().readsTables();
        List<Token> tokens = statement.tokens();
        List<Token> where = tokens.subList(SqlTokens.find(tokens, 0, Set.of("WHERE")), tokens.size());
        return isCertain(follow(new ArrayDeque<>(List.of(where)), readsTables ? views(statement) : Map.of()));
    }

    /** Returns whether a statement, and the triggers and defaults that it runs, certainly have the same values again. */
    boolean isCertain(FailedStatement failed, Catalogue catalogue) throws SQLException {
        SqlStatement statement = failed.statement();
        WrittenTables written = investigation.written(statement);
        Deque<List<Token>> run = new ArrayDeque<>(catalogue.run(written));
        run.add(statement.tokens(failed.bound()));
        boolean addsRows = statement.plainChange().isEmpty() || catalogue.triggers();
        Map<String, List<List<Token>>> views = views(statement);
        return isCertain(withoutHarmlessTimes(follow(run, views), used(statement)))
                && !(addsRows && mayChooseRandomly(catalogue, written));
    }

    /** Returns whether a statement names no view, and calls no aggregate function. */
    boolean isPlain(SqlStatement statement) throws SQLException {
        List<Token> tokens = statement.tokens();
        return follow(new ArrayDeque<>(List.of(tokens)), views(statement)).size() == 1
                && !VolatileFunctions.includeAnAggregate(investigation.connection(), CalledFunctions.of(tokens));
    }

    private boolean isCertain(List<List<Token>> run) throws SQLException {
        Set<String> called = new HashSet<>();
        run.forEach(tokens -> called.addAll(CalledFunctions.of(tokens)));
        readsClock |= called.contains(CalledFunctions.SECOND);
        return !VolatileFunctions.includeOneOf(investigation.connection(), called);
    }

    /** Adds the views that are named. */
    private static List<List<Token>> follow(Deque<List<Token>> run, Map<String, List<List<Token>>> views) {
        List<List<Token>> all = new ArrayList<>();
        while (!run.isEmpty()) {
            List<Token> tokens = run.remove();
            all.add(tokens);
            for (Token token : views.isEmpty() ? List.<Token>of() : tokens) {
                List<List<Token>> view = views.remove(SqlNames.folded(token.text()));
                if (view != null) {
                    run.addAll(view);
                }
            }
        }
        return all;
    }

    /** Leaves out the times that are assigned to columns which nothing reads, and no key, index or constraint uses. */
    private List<List<Token>> withoutHarmlessTimes(List<List<Token>> run, Set<String> databases) throws SQLException {
        List<AssignedTimes> times = run.stream().map(AssignedTimes::of).toList();
        Set<String> harmless = new HashSet<>();
        times.forEach(each -> harmless.addAll(each.columns()));
        if (harmless.isEmpty() || times.stream().anyMatch(AssignedTimes::mayReadAnyColumn)) {
            return run;
        }
        times.forEach(each -> harmless.removeAll(each.names()));
        for (Database database : investigation.databases()) {
            if (databases.contains(database.name())) {
                WholeSchema schema = investigation.schema(database).whole(investigation.connection());
                harmless.removeIf(schema::constrains);
            }
        }
        List<List<Token>> rest = new ArrayList<>();
        for (int i = 0; i < run.size(); i++) {
            boolean leavesOut = harmless.containsAll(times.get(i).columns());
            rest.add(leavesOut ? times.get(i).rest() : run.get(i));
        }
        return rest;
    }

    /** Returns the databases that a statement uses, and the temporary one. */
    private Set<String> used(SqlStatement statement) throws SQLException {
        Set<String> used = new HashSet<>(investigation.written(statement).used());
        used.add("temp");
        return used;
    }

    /** Returns the declarations of the views of the databases that a statement uses, and of the temporary ones, by their names. */
    private Map<String, List<List<Token>>> views(SqlStatement statement) throws SQLException {
        Set<String> used = used(statement);
        Map<String, List<List<Token>>> views = new HashMap<>();
        for (Database database : investigation.databases()) {
            if (used.contains(database.name())) {
                investigation
                        .schema(database)
                        .whole(investigation.connection())
                        .views()
                        .forEach((name, tokens) -> views.computeIfAbsent(name, unseen -> new ArrayList<>())
                                .add(tokens));
            }
        }
        return views;
    }

    /** Behind the greatest rowid SQLite chooses one at random (sqlite.org/autoinc.html), which may be a key or identify a child row. */
    private boolean mayChooseRandomly(Catalogue catalogue, WrittenTables written) throws SQLException {
        for (SchemaKey key : catalogue.keys()) {
            if (hasGreatest(key.schema(), key.child(), written) || hasGreatest(key.schema(), key.parent(), written)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasGreatest(String schema, TableFacts table, WrittenTables written) throws SQLException {
        return table.rowId().isPresent()
                && written.contains(schema, table.name())
                && Query.hasRow(
                        investigation.connection(),
                        "SELECT 1 FROM " + SqlNames.quoted(schema, table.name()) + " WHERE "
                                + table.rowId().get() + " = " + Long.MAX_VALUE);
    }

    /** Returns whether the clock was read, and has shown another second since the explained statement began, which took so long. */
    boolean isLost(long nanoseconds) {
        long begin = started - TimeUnit.NANOSECONDS.toMillis(nanoseconds) - 1;
        return readsClock && Math.floorDiv(begin, SECOND) != Math.floorDiv(System.currentTimeMillis(), SECOND);
    }
}
