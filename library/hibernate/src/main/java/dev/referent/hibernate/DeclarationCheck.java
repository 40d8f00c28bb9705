package dev.referent.hibernate;

import java.lang.reflect.Field;
import java.util.List;
import org.hibernate.dialect.Dialect;
import org.hibernate.mapping.CheckConstraint;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Table;

/**
 * Declarations of a table or a column for older Hibernate versions, which can only be added as a check constraint. Tables and
 * columns have no method to remove one, so it is removed from their field; these versions do not change any more.
 */
final class DeclarationCheck extends CheckConstraint {
    private final String declarations;

    private DeclarationCheck(String declarations) {
        super("referent", declarations);
        this.declarations = declarations;
    }

    /**
     * Adds declarations to a table.
     *
     * @return removes them again
     * @throws IllegalStateException if they could not be removed again; the table is unchanged
     */
    static Runnable add(Table table, String declarations) {
        List<?> checks = checks(Table.class, table);
        DeclarationCheck added = new DeclarationCheck(declarations);
        table.addCheck(added);
        return () -> checks.removeIf(check -> check == added);
    }

    /**
     * Adds declarations to a column.
     *
     * @return removes them again
     * @throws IllegalStateException if they could not be removed again; the column is unchanged
     */
    static Runnable add(Column column, String declarations) {
        List<?> checks = checks(Column.class, column);
        DeclarationCheck added = new DeclarationCheck(declarations);
        column.addCheckConstraint(added);
        return () -> checks.removeIf(check -> check == added);
    }

    private static List<?> checks(Class<?> type, Object mapped) {
        try {
            Field field = type.getDeclaredField("checkConstraints");
            field.setAccessible(true);
            if (field.get(mapped) instanceof List<?> checks) {
                return checks;
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalStateException("the check constraints of " + mapped + " are not accessible", e);
        }
        throw new IllegalStateException("the check constraints of " + mapped + " are no list");
    }

    /** {@inheritDoc} Called by 6.x. */
    @Override
    @Deprecated
    public String constraintString() {
        return " " + declarations;
    }

    /** {@inheritDoc} Called since 7.0. */
    @Override
    public String constraintString(Dialect dialect) {
        return " " + declarations;
    }
}
