package dev.referent.hibernate;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.sql.Types;
import org.hibernate.boot.Metadata;
import org.hibernate.dialect.Dialect;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Table;
import org.hibernate.tool.schema.extract.spi.ColumnInformation;
import org.hibernate.tool.schema.internal.GroupedSchemaValidatorImpl;
import org.hibernate.tool.schema.internal.HibernateSchemaManagementTool;
import org.hibernate.tool.schema.spi.ExecutionOptions;
import org.hibernate.tool.schema.spi.SchemaFilter;

/**
 * Validates tables and columns as Hibernate does, but accepts the {@code integer} that Hibernate creates for a generated
 * {@code long} id; otherwise no such model could be validated.
 */
final class SqliteValidator extends GroupedSchemaValidatorImpl {

    SqliteValidator(HibernateSchemaManagementTool tool, SchemaFilter filter) {
        super(tool, filter);
    }

    private static boolean isIntegerId(Table table, Column column, ColumnInformation found) {
        return table.isPrimaryKey(column) && found.getTypeCode() == Types.INTEGER;
    }

    @Override
    protected void validateColumnType(
            Table table, Column column, ColumnInformation found, Metadata metadata, Dialect dialect) {
        if (!isIntegerId(table, column, found)) {
            super.validateColumnType(table, column, found, metadata, dialect);
        }
    }

    /** Overrides the method of versions before 7.2, which also has the options. */
    @SuppressWarnings({"UnusedMethod", "ProtectedMembersInFinalClass"
    }) // called by those versions, from another package
    protected void validateColumnType(
            Table table,
            Column column,
            ColumnInformation found,
            Metadata metadata,
            ExecutionOptions options,
            Dialect dialect)
            throws Throwable {
        if (!isIntegerId(table, column, found)) {
            Older.VALIDATE.invokeExact(this, table, column, found, metadata, options, dialect);
        }
    }

    private static MethodHandle older() {
        try {
            return MethodHandles.lookup()
                    .findSpecial(
                            GroupedSchemaValidatorImpl.class,
                            "validateColumnType",
                            MethodType.methodType(
                                    void.class,
                                    Table.class,
                                    Column.class,
                                    ColumnInformation.class,
                                    Metadata.class,
                                    ExecutionOptions.class,
                                    Dialect.class),
                            SqliteValidator.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Hibernate calls a method that it does not have", e);
        }
    }

    /** The method of versions before 7.2, looked up only there. */
    private static final class Older {
        static final MethodHandle VALIDATE = older();
    }
}
