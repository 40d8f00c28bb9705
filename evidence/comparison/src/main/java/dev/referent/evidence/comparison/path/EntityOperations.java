package dev.referent.evidence.comparison.path;

import dev.referent.evidence.comparison.scenario.Operation;
import dev.referent.evidence.comparison.scenario.Table;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Performs operations on entities instead of rows, for the tables that an entity is mapped to. */
final class EntityOperations {
    /** The column of the foreign key. */
    private static final String REFERENCE = "parent_id";

    private static final List<String> ID = List.of("id");
    private static final List<String> ID_AND_REFERENCE = List.of("id", REFERENCE);

    private final Session session;

    EntityOperations(Session session) {
        this.session = session;
    }

    private static Optional<Class<?>> entityOf(Table table) {
        boolean numbers = table.columns().stream().allMatch(column -> column.contains(" INTEGER"));
        boolean byId = table.keys().stream().allMatch(key -> key.parentColumns().equals(ID));
        return numbers && byId ? Optional.ofNullable(named(table)) : Optional.empty();
    }

    private static @Nullable Class<?> named(Table table) {
        List<String> columns = table.columnNames();
        return switch (table.name()) {
            case "parent" -> columns.equals(ID) ? Parent.class : null;
            case "child" -> columns.equals(ID_AND_REFERENCE) ? Child.class : null;
            case "node" -> columns.equals(ID_AND_REFERENCE) ? Node.class : null;
            default -> null;
        };
    }

    /**
     * Performs an operation: persists a new row, or finds a row and changes or removes it.
     *
     * @return false if no entity can represent the operation; nothing was done
     */
    boolean run(Operation operation) {
        if (operation instanceof Operation.Insert insert) {
            return persist(insert.table(), List.of(insert.values()));
        }
        if (operation instanceof Operation.InsertAll all) {
            return persist(all.table(), all.rows());
        }
        if (operation instanceof Operation.Update update) {
            return change(update);
        }
        return operation instanceof Operation.Delete delete && remove(delete);
    }

    private boolean persist(Table table, List<List<@Nullable Object>> rows) {
        Class<?> type = entityOf(table).orElse(null);
        if (type == null) {
            return false;
        }
        for (List<@Nullable Object> row : rows) {
            if (!areNumbers(row)) {
                return false;
            }
        }
        for (List<@Nullable Object> row : rows) {
            session.persist(entity(type, row));
        }
        return true;
    }

    private static boolean areNumbers(List<@Nullable Object> row) {
        return row.get(0) != null && row.stream().allMatch(value -> value == null || value instanceof Integer);
    }

    private Object entity(Class<?> type, List<@Nullable Object> row) {
        int id = (Integer) Objects.requireNonNull(row.get(0));
        if (type == Parent.class) {
            return new Parent(id);
        }
        Object reference = row.get(1);
        if (type == Child.class) {
            return new Child(id, reference(Parent.class, reference));
        }
        Node node = new Node(id);
        node.setParent(Objects.equals(reference, id) ? node : reference(Node.class, reference));
        return node;
    }

    /** Returns a reference without a query, as a program does that knows the id. */
    private <T> @Nullable T reference(Class<T> type, @Nullable Object id) {
        return id == null ? null : session.getReference(type, id);
    }

    private boolean change(Operation.Update update) {
        Class<?> type = entityOf(update.table()).orElse(null);
        Object value = update.value();
        if (type == null
                || !update.column().equals(REFERENCE)
                || !(update.id() instanceof Integer)
                || !(value == null || value instanceof Integer)) {
            return false;
        }
        Object found = session.find(type, update.id());
        if (found instanceof Child child) {
            child.setParent(reference(Parent.class, value));
        } else if (found instanceof Node node) {
            node.setParent(reference(Node.class, value));
        }
        return true;
    }

    private boolean remove(Operation.Delete delete) {
        Class<?> type = entityOf(delete.table()).orElse(null);
        if (type == null || !(delete.id() instanceof Integer)) {
            return false;
        }
        Object found = session.find(type, delete.id());
        if (found != null) {
            session.remove(found);
        }
        return true;
    }
}
