package dev.referent.jdbc.server;

import dev.referent.integrity.Explanation;
import dev.referent.integrity.ForeignKey;
import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.integrity.ForeignKeyViolation.Kind;
import dev.referent.integrity.ReferentialAction;
import dev.referent.integrity.Undetermined;
import dev.referent.integrity.Undetermined.Reason;
import dev.referent.jdbc.server.ServerKeys.LocatedKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Completes a server's foreign key error: the key's tables and columns from its catalogue, the values from its message or from
 * a simple statement, and the other keys that such a statement violates, which no server reports.
 */
final class ServerExplainer {
    private final Server server;
    private final ServerKeys keys;
    private final KeyQueries rows;

    ServerExplainer(Server server, Connection connection) throws SQLException {
        this.server = server;
        this.keys = new ServerKeys(connection, server);
        this.rows = new KeyQueries(connection);
    }

    /**
     * A write that violated a foreign key.
     *
     * @param named the key that the server names
     * @param statement the statement, if it is simple
     * @param noneHidden whether other connections can see all earlier writes of its transaction
     */
    record FailedWrite(NamedKey named, Optional<SimpleServerStatement> statement, boolean noneHidden) {
        /** Returns the server's statement of the violation. */
        String fact() {
            return "the server names " + named.constraint() + " of " + named.childTable();
        }
    }

    Explanation explain(FailedWrite failed) throws SQLException {
        NamedKey named = failed.named();
        Optional<LocatedKey> found = keys.of(named.schema(), named.childTable()).stream()
                .filter(key -> key.foreignKey().name().equals(named.constraint()))
                .findFirst();
        if (found.isEmpty()) {
            return Explanation.undetermined(
                    Reason.FAILED.because(failed.fact() + ", which its catalogue does not show"));
        }
        LocatedKey key = found.get();
        Optional<Kind> kind = named.kind().or(() -> kindByColumns(named, key.foreignKey()));
        if (kind.isEmpty()) {
            return Explanation.undetermined(Reason.FAILED.because(
                    failed.fact() + ", in a message that does not say which side is missing (see lc_messages)"));
        }
        return kind.get() == Kind.MISSING_PARENT ? missing(failed, key) : referenced(failed, key);
    }

    private static Optional<Kind> kindByColumns(NamedKey named, ForeignKey key) {
        boolean child = named.detail()
                .flatMap(detail -> KeyText.values(detail, key.childColumns()))
                .isPresent();
        boolean parent = named.detail()
                .flatMap(detail -> KeyText.values(detail, key.parentColumns()))
                .isPresent();
        if (child == parent) {
            return Optional.empty();
        }
        return Optional.of(child ? Kind.MISSING_PARENT : Kind.STILL_REFERENCED);
    }

    private Explanation missing(FailedWrite failed, LocatedKey key) throws SQLException {
        ForeignKey foreignKey = key.foreignKey();
        List<ForeignKeyViolation> violations = new ArrayList<>();
        Optional<SimpleServerStatement> insert = failed.statement()
                .filter(statement -> statement.isInsert() && statement.table().equals(foreignKey.childTable()));
        if (insert.isPresent() && rows.hasTriggers(key.childSchema(), foreignKey.childTable())) {
            insert = Optional.empty();
        }
        Optional<List<Object>> values =
                reported(failed.named(), key.childSchema(), foreignKey.childTable(), foreignKey.childColumns());
        if (values.isEmpty() && insert.isPresent()) {
            Optional<List<Object>> written = nonNull(insert.get().of(foreignKey.childColumns()));
            values = written.isPresent() && !rows.parentExists(key, written.get()) ? written : Optional.empty();
        }
        violations.add(violation(foreignKey, Kind.MISSING_PARENT, values.orElse(List.of()), 0));
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
        if (other.equals(named) || other.foreignKey().deferred()) {
            return true;
        }
        Optional<List<@Nullable Object>> written = insert.of(other.foreignKey().childColumns());
        if (written.isEmpty() || other.isWithinOneTable()) {
            return false;
        }
        Optional<List<Object>> given = nonNull(written);
        if (given.isPresent() && !rows.parentExists(other, given.get())) {
            violations.add(violation(other.foreignKey(), Kind.MISSING_PARENT, given.get(), 0));
        }
        return true;
    }

    private Explanation referenced(FailedWrite failed, LocatedKey key) throws SQLException {
        ForeignKey foreignKey = key.foreignKey();
        List<ForeignKeyViolation> violations = new ArrayList<>();
        Optional<SimpleServerStatement> delete = failed.statement()
                .filter(statement -> !statement.isInsert() && statement.table().equals(foreignKey.parentTable()));
        Optional<List<Object>> reported =
                reported(failed.named(), key.parentSchema(), foreignKey.parentTable(), foreignKey.parentColumns());
        Optional<List<Object>> values = reported.isPresent()
                ? reported
                : delete.flatMap(statement -> nonNull(statement.of(foreignKey.parentColumns())));
        long children = values.isPresent() ? rows.children(key, values.get()) : 0;
        if (reported.isEmpty() && children == 0) {
            values = Optional.empty();
        }
        violations.add(violation(
                foreignKey,
                Kind.STILL_REFERENCED,
                values.orElse(List.of()),
                failed.noneHidden() && !key.isWithinOneTable() ? children : 0));
        boolean complete = delete.isPresent() && failed.noneHidden();
        if (complete) {
            for (LocatedKey other : keys.to(key.parentSchema(), foreignKey.parentTable())) {
                complete &= addReferenced(violations, key, other, delete.get());
            }
        }
        return explanation(violations, values.isPresent(), complete);
    }

    /** Adds the violation of another key by a delete; returns whether it is known if there is one. */
    private boolean addReferenced(
            List<ForeignKeyViolation> violations, LocatedKey named, LocatedKey other, SimpleServerStatement delete)
            throws SQLException {
        if (other.equals(named) || other.foreignKey().deferred()) {
            return true;
        }
        ReferentialAction action = other.foreignKey().onDelete();
        Optional<List<Object>> values = nonNull(delete.of(other.foreignKey().parentColumns()));
        if (values.isEmpty()
                || other.isWithinOneTable()
                || (action != ReferentialAction.NO_ACTION && action != ReferentialAction.RESTRICT)) {
            return false;
        }
        long children = rows.children(other, values.get());
        if (children > 0) {
            violations.add(violation(other.foreignKey(), Kind.STILL_REFERENCED, values.get(), children));
        }
        return true;
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

    /** Returns the values in the server's message. */
    private Optional<List<Object>> reported(NamedKey named, String schema, String table, List<String> columns)
            throws SQLException {
        Optional<List<String>> texts = named.detail().flatMap(detail -> KeyText.values(detail, columns));
        return texts.isPresent() ? Optional.of(rows.typed(schema, table, columns, texts.get())) : Optional.empty();
    }

    private static Optional<List<Object>> nonNull(Optional<List<@Nullable Object>> values) {
        return values.filter(list -> list.stream().allMatch(Objects::nonNull))
                .map(list -> list.stream().map(Objects::requireNonNull).toList());
    }

    private static ForeignKeyViolation violation(ForeignKey key, Kind kind, List<Object> values, long children) {
        return new ForeignKeyViolation(key, kind, values, OptionalInt.empty(), Map.of(), children);
    }
}
