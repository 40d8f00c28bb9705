package dev.referent.hibernate;

import java.sql.Types;
import org.hibernate.boot.Metadata;
import org.hibernate.dialect.Dialect;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Table;
import org.hibernate.tool.schema.extract.spi.ColumnInformation;
import org.hibernate.tool.schema.internal.GroupedSchemaValidatorImpl;
import org.hibernate.tool.schema.internal.HibernateSchemaManagementTool;
import org.hibernate.tool.schema.spi.SchemaFilter;

/**
 * Validates tables and columns as Hibernate does, but accepts the {@code integer} that Hibernate itself creates for a
 * {@code long} id that SQLite gives: there would be no such model whose keys could be validated.
 */
final class SqliteValidator extends GroupedSchemaValidatorImpl {

    SqliteValidator(HibernateSchemaManagementTool tool, SchemaFilter filter) {
        super(tool, filter);
    }

    @Override
    protected void validateColumnType(
            Table table, Column column, ColumnInformation found, Metadata metadata, Dialect dialect) {
        if (!table.isPrimaryKey(column) || found.getTypeCode() != Types.INTEGER) {
            super.validateColumnType(table, column, found, metadata, dialect);
        }
    }
}
