package dev.referent.jdbc.server;

import dev.referent.integrity.Explanation;
import dev.referent.integrity.ForeignKey;
import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.integrity.ForeignKeyViolation.Kind;
import dev.referent.integrity.ReferentialAction;
import dev.referent.integrity.Undetermined;
import dev.referent.integrity.Undetermined.Reason;
import dev.referent.jdbc.server.KeyQueries.Values;
import dev.referent.jdbc.server.ServerKeys.LocatedKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Completes a server's foreign key error: the key's tables and columns from its catalogue, the values from its message or from
 * a simple statement, and the other keys that such a statement violates, which no server reports.
 */
final class ServerExplainer {
    private final Server server;
    private final ServerKeys keys;
    private final KeyQueries rows;
    private final Consumer<List<ForeignKeyViolation>> found;

    /** Creates an instance for one explanation, which hands on what is known as soon as it is. */
    ServerExplainer(Server server, Connection connection, Consumer<List<ForeignKeyViolation>> found)
            throws SQLException {
        this.server = server;
        this.keys = new ServerKeys(connection, server);
        this.rows = server.queries(connection);
        this.found = found;
    }

    /**
     * A write that violated a foreign key.
     *
     * @param noneHidden whether other connections can see all earlier writes of its transaction
     */
    record FailedWrite(NamedKey named, Optional<SimpleServerStatement> statement, boolean noneHidden) {
        String fact() {
            return "the server names " + named.constraint() + " of " + named.childTable();
        }

        private Optional<SimpleServerStatement> insertInto(String table) {
            return statement.filter(
                    simple -> simple.isInsert() && simple.table().equals(table));
        }

        private Optional<SimpleServerStatement> deleteFrom(String table) {
            return statement.filter(
                    simple -> !simple.isInsert() && simple.table().equals(table));
        }
    }

    Explanation explain(FailedWrite failed) throws SQLException {
        NamedKey named = failed.named();
        Optional<LocatedKey> declared = keys.of(named.schema(), named.childTable()).stream()
                .filter(key -> key.foreignKey().name().equals(named.constraint()))
                .findFirst();
        if (declared.isEmpty()) {
            return Explanation.undetermined(
                    Reason.FAILED.because(failed.fact() + ", which its catalogue does not show"));
        }
        LocatedKey key = declared.get();
        Optional<Kind> kind = kind(named, key.foreignKey());
        if (kind.isEmpty()) {
            return Explanation.undetermined(Reason.FAILED.because(failed.fact()
                    + ", in a message that does not say which side is missing (see lc_messages), or does not fit the key that its"
                    + " catalogue shows"));
        }
        found.accept(List.of(violation(key, kind.get(), List.of(), 0)));
        return kind.get() == Kind.MISSING_PARENT ? missing(failed, key) : referenced(failed, key);
    }

    /** Returns the kind by the columns and the table that DETAIL names; empty if they do not fit the key. */
    private static Optional<Kind> kind(NamedKey named, ForeignKey key) {
        if (named.detail().filter(detail -> !KeyText.isWithoutValues(detail)).isEmpty()) {
            return named.kind();
        }
        String detail = named.detail().orElseThrow();
        boolean missing = KeyText.isAbout(detail, key.childColumns(), key.parentTable());
        boolean referenced = KeyText.isAbout(detail, key.parentColumns(), key.childTable())
                // where a partition is removed that is referenced, DETAIL has the child row's columns
                || (!missing && KeyText.isAbout(detail, key.childColumns(), key.childTable()));
        return Stream.of(Kind.MISSING_PARENT, Kind.STILL_REFERENCED)
                .filter(kind -> kind == Kind.MISSING_PARENT ? missing : referenced)
                .filter(kind -> named.kind().map(kind::equals).orElse(missing != referenced))
                .findFirst();
    }

    private Explanation missing(FailedWrite failed, LocatedKey key) throws SQLException {
        ForeignKey foreignKey = key.foreignKey();
        Optional<SimpleServerStatement> insert = simple(failed.insertInto(foreignKey.childTable()));
        Optional<Values> values = reported(
                failed.named(),
                key.childSchema(),
                foreignKey.childTable(),
                foreignKey.childColumns(),
                foreignKey.parentTable());
        if (values.isEmpty() && insert.isPresent()) {
            values = written(key, insert.get());
            boolean missing =
                    values.isPresent() && !rows.parentExists(key, values.get()).orElse(true);
            values = missing ? values : Optional.empty();
        }
        List<ForeignKeyViolation> violations = new ArrayList<>();
        violations.add(violation(key, Kind.MISSING_PARENT, stored(values), 0));
        found.accept(List.copyOf(violations));
        boolean complete = insert.isPresent() && failed.noneHidden();
        if (complete) {
            for (LocatedKey other : keys.of(key.childSchema(), foreignKey.childTable())) {
                complete &= addMissing(violations, key, other, insert.get());
            }
        }
        return explanation(violations, values.isPresent(), complete);
    }

    /** Adds the violation of another key by an insert; returns whether it is known if there is one. */
    private boolean addMissing(
            List<ForeignKeyViolation> violations, LocatedKey named, LocatedKey other, SimpleServerStatement insert)
            throws SQLException {
        if (isCheckedLater(named, other) || rows.isForPartOfParent(other)) {
            return true;
        }
        Optional<List<@Nullable Object>> given = insert.of(other.foreignKey().childColumns());
        if (given.isEmpty() || other.isWithinOneTable()) {
            return false;
        }
        if (given.get().contains(null)) {
            return rows.areNull(other, given.get());
        }
        Optional<Values> values = written(other, insert);
        Optional<Boolean> exists = values.isEmpty() ? Optional.empty() : rows.parentExists(other, values.get());
        if (exists.isPresent() && !exists.get()) {
            violations.add(violation(other, Kind.MISSING_PARENT, stored(values), 0));
        }
        return exists.isPresent();
    }

    private Explanation referenced(FailedWrite failed, LocatedKey key) throws SQLException {
        ForeignKey foreignKey = key.foreignKey();
        Optional<SimpleServerStatement> delete = simple(failed.deleteFrom(foreignKey.parentTable()));
        Optional<Values> values = reportedParent(failed.named(), key);
        boolean reported = values.isPresent();
        if (!reported && delete.isPresent()) {
            values = deleted(key, delete.get());
        }
        found.accept(List.of(violation(key, Kind.STILL_REFERENCED, reported ? stored(values) : List.of(), 0)));
        long children = delete.isPresent() && values.isPresent()
                ? rows.children(key, values.get()).orElse(0)
                : 0;
        if (!reported && children == 0) {
            values = Optional.empty();
        }
        List<ForeignKeyViolation> others = new ArrayList<>();
        boolean complete = delete.isPresent() && failed.noneHidden();
        boolean alone = complete && !key.isWithinOneTable(); // no other row than the parent row is deleted
        if (complete) {
            for (LocatedKey other : keys.to(key.parentSchema(), foreignKey.parentTable())) {
                alone &= deletesNothing(other);
                complete &= addReferenced(others, key, other, delete.get());
            }
        }
        List<ForeignKeyViolation> violations = new ArrayList<>();
        violations.add(violation(key, Kind.STILL_REFERENCED, stored(values), alone ? children : 0));
        violations.addAll(others);
        return explanation(violations, values.isPresent(), complete);
    }

    /** Adds the violation of another key by a delete; returns whether it is known if there is one. */
    private boolean addReferenced(
            List<ForeignKeyViolation> violations, LocatedKey named, LocatedKey other, SimpleServerStatement delete)
            throws SQLException {
        if (isCheckedLater(named, other) || rows.isForPartOfChild(other)) {
            return true;
        }
        Optional<Values> values =
                other.isWithinOneTable() || !deletesNothing(other) ? Optional.empty() : deleted(other, delete);
        if (values.isEmpty()) {
            return false;
        }
        OptionalLong children = rows.children(other, values.get());
        if (children.orElse(0) > 0) {
            violations.add(violation(other, Kind.STILL_REFERENCED, stored(values), children.getAsLong()));
        }
        return children.isPresent();
    }

    /** Returns whether a key is the named one, or is deferred while the named one is not. */
    private static boolean isCheckedLater(LocatedKey named, LocatedKey other) {
        return other.equals(named)
                || (other.foreignKey().deferred() && !named.foreignKey().deferred());
    }

    private static boolean deletesNothing(LocatedKey key) {
        ReferentialAction action = key.foreignKey().onDelete();
        return action == ReferentialAction.NO_ACTION || action == ReferentialAction.RESTRICT;
    }

    /** Returns the statement if it does nothing more than it says. */
    private Optional<SimpleServerStatement> simple(Optional<SimpleServerStatement> statement) throws SQLException {
        return statement.isPresent() && rows.mayDoMore(statement.get().table()) ? Optional.empty() : statement;
    }

    private Optional<Values> written(LocatedKey key, SimpleServerStatement insert) throws SQLException {
        List<String> columns = key.foreignKey().childColumns();
        Optional<List<Object>> given = nonNull(insert.of(columns));
        return given.isEmpty()
                ? Optional.empty()
                : rows.written(key.childSchema(), key.foreignKey().childTable(), columns, given.get());
    }

    private Optional<Values> deleted(LocatedKey key, SimpleServerStatement delete) throws SQLException {
        Optional<List<Object>> given = nonNull(delete.of(key.foreignKey().parentColumns()));
        return given.isEmpty() ? Optional.empty() : rows.ofParent(key, given.get());
    }

    private Explanation explanation(List<ForeignKeyViolation> violations, boolean valuesKnown, boolean complete) {
        Optional<Undetermined> others =
                complete ? Optional.empty() : Optional.of(Reason.OTHER_KEYS_UNKNOWN.because(server));
        Optional<Undetermined> values = valuesKnown
                ? Optional.empty()
                : Optional.of(Reason.VALUES_UNKNOWN.because(server))
                        .map(reason ->
                                others.map(other -> other.at(reason.sentence())).orElse(reason));
        return Explanation.of(violations, values.or(() -> others));
    }

    /** Returns the values in the server's message, which also names the other table. */
    private Optional<Values> reported(
            NamedKey named, String schema, String table, List<String> columns, String otherTable) throws SQLException {
        Optional<List<String>> texts = named.detail().flatMap(detail -> KeyText.values(detail, columns, otherTable));
        return texts.isEmpty() ? Optional.empty() : rows.written(schema, table, columns, List.copyOf(texts.get()));
    }

    /** Returns the parent row's values, or those of its child rows, which the message has where a partition is removed. */
    private Optional<Values> reportedParent(NamedKey named, LocatedKey key) throws SQLException {
        ForeignKey foreignKey = key.foreignKey();
        String child = foreignKey.childTable();
        Optional<Values> values =
                reported(named, key.parentSchema(), foreignKey.parentTable(), foreignKey.parentColumns(), child);
        return values.isPresent()
                ? values
                : reported(named, key.childSchema(), child, foreignKey.childColumns(), child);
    }

    private static Optional<List<Object>> nonNull(Optional<List<@Nullable Object>> values) {
        return values.filter(list -> list.stream().allMatch(Objects::nonNull))
                .map(list -> list.stream().map(Objects::requireNonNull).toList());
    }

    private static List<Object> stored(Optional<Values> values) {
        return values.map(Values::stored).orElse(List.of());
    }

    private static ForeignKeyViolation violation(LocatedKey key, Kind kind, List<Object> values, long children) {
        return new ForeignKeyViolation(key.foreignKey(), kind, values, OptionalInt.empty(), Map.of(), children);
    }
}
