package dev.referent.hibernate;

import java.util.Collection;
import org.hibernate.dialect.Dialect;
import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.ForeignKey;
import org.hibernate.mapping.Table;
import org.jspecify.annotations.Nullable;

/**
 * The differences between Hibernate's versions since 6.2. The JVM links a missing method only when it is called, so a check
 * before the call is enough.
 */
final class HibernateLine {
    /** Since 6.4. */
    static final boolean HAS_TENANTS_OF_ANY_TYPE =
            has(MultiTenantConnectionProvider.class, "getConnection", Object.class);

    private static final String SQLITE = "org.hibernate.community.dialect.SQLiteDialect";

    /** Since 7.0. */
    private static final boolean HAS_KEY_OPTIONS = has(ForeignKey.class, "getOptions");

    /** Since 7.0. */
    private static final boolean HAS_KEY_COLLECTION = has(Table.class, "getForeignKeyCollection");

    /** Since 6.3; before, no table of the mapping is a view. */
    private static final boolean HAS_VIEWS = has(Table.class, "isView");

    /** Since 7.0. */
    private static final boolean HAS_COLUMN_OPTIONS =
            has(Column.class, "getOptions") && has(Column.class, "setOptions", String.class);

    /** Since 7.4. */
    private static final boolean HAS_EXTRA_DECLARATIONS =
            has(Table.class, "getExtraDeclarations") && has(Table.class, "setExtraDeclarations", String.class);

    /** Since 7.0; SQLite's dialect then reads the constraint's name where Referent's messages have it. */
    static final boolean READS_CONSTRAINT_NAMES = HAS_KEY_OPTIONS;

    private HibernateLine() {}

    private static boolean has(Class<?> type, String method, Class<?>... parameters) {
        try {
            type.getMethod(method, parameters);
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    /** Whether the dialect is SQLite's, or a subclass. Its artifact need not be on the class path. */
    static boolean isSqlite(Dialect dialect) {
        for (@Nullable Class<?> type = dialect.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals(SQLITE)) {
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings("removal") // called if its successor does not exist
    static Collection<ForeignKey> foreignKeys(Table table) {
        return HAS_KEY_COLLECTION
                ? table.getForeignKeyCollection()
                : table.getForeignKeys().values();
    }

    static boolean isView(Table table) {
        return HAS_VIEWS && table.isView();
    }

    /** Returns what the mapping has added to the key's clause; may be empty. */
    static String options(ForeignKey key) {
        @Nullable String options = HAS_KEY_OPTIONS ? key.getOptions() : null;
        return options == null ? "" : options;
    }

    /**
     * Adds declarations to the table's CREATE TABLE, after the columns.
     *
     * @return removes them again
     */
    static Runnable declare(Table table, String declarations) {
        return HAS_EXTRA_DECLARATIONS ? declareExtra(table, declarations) : DeclarationCheck.add(table, declarations);
    }

    /**
     * Adds declarations to the column's ADD COLUMN.
     *
     * @return removes them again
     */
    static Runnable declare(Column column, String declarations) {
        return HAS_COLUMN_OPTIONS ? declareOptions(column, declarations) : DeclarationCheck.add(column, declarations);
    }

    private static Runnable declareOptions(Column column, String declarations) {
        @Nullable String own = column.getOptions();
        column.setOptions(own == null || own.isEmpty() ? declarations : own + " " + declarations);
        return () -> column.setOptions(own);
    }

    private static Runnable declareExtra(Table table, String declarations) {
        @Nullable String own = table.getExtraDeclarations();
        table.setExtraDeclarations(own == null || own.isEmpty() ? declarations : own + ", " + declarations);
        return () -> table.setExtraDeclarations(own);
    }
}
