package dev.referent.hibernate;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.registry.selector.spi.StrategySelector;
import org.hibernate.cfg.SchemaToolingSettings;
import org.hibernate.mapping.Table;
import org.hibernate.resource.transaction.spi.DdlTransactionIsolator;
import org.hibernate.tool.schema.internal.DefaultSchemaFilterProvider;
import org.hibernate.tool.schema.internal.HibernateSchemaManagementTool;
import org.hibernate.tool.schema.spi.ContributableMatcher;
import org.hibernate.tool.schema.spi.ExecutionOptions;
import org.hibernate.tool.schema.spi.SchemaCreator;
import org.hibernate.tool.schema.spi.SchemaDropper;
import org.hibernate.tool.schema.spi.SchemaFilter;
import org.hibernate.tool.schema.spi.SchemaFilterProvider;
import org.hibernate.tool.schema.spi.SchemaManagementException;
import org.hibernate.tool.schema.spi.SchemaManagementTool;
import org.hibernate.tool.schema.spi.SchemaMigrator;
import org.hibernate.tool.schema.spi.SchemaValidator;
import org.jboss.logging.Logger;

/** Hibernate's schema tool, extended by foreign keys on SQLite. For the dialects of other databases it is Hibernate's own. */
final class ForeignKeySchemaTool extends HibernateSchemaManagementTool {
    private static final long serialVersionUID = 1L;

    private static final Logger LOG = Logger.getLogger(ForeignKeySchemaTool.class);

    private ForeignKeySchemaTool() {}

    /** Returns a tool that replaces Hibernate's own; one that the application chose is kept. */
    static SchemaManagementTool inPlaceOf(SchemaManagementTool tool) {
        if (tool.getClass() == HibernateSchemaManagementTool.class) {
            return new ForeignKeySchemaTool();
        }
        LOG.warnf(
                "the schema tool is %s, not Hibernate's own: on SQLite its tables have the foreign keys that it creates"
                        + " itself, and validate compares none",
                tool.getClass().getName());
        return tool;
    }

    @Override
    public SchemaCreator getSchemaCreator(Map<String, Object> options) {
        return new ForeignKeyCreator(super.getSchemaCreator(options), this);
    }

    @Override
    public SchemaDropper getSchemaDropper(Map<String, Object> options) {
        return new ForeignKeyDropper(super.getSchemaDropper(options), this);
    }

    @Override
    public SchemaMigrator getSchemaMigrator(Map<String, Object> options) {
        return new ForeignKeyMigrator(super.getSchemaMigrator(options), this);
    }

    @Override
    public SchemaValidator getSchemaValidator(Map<String, Object> options) {
        SchemaValidator standard = super.getSchemaValidator(options);
        return new ForeignKeyValidator(
                isForSqlite(options)
                        ? BestEffort.get(
                                "validate takes an integer id for another type than long",
                                standard,
                                () -> new SqliteValidator(this, filters(options).getValidateFilter()))
                        : standard,
                this);
    }

    /** Whether the tables are for SQLite; a script may be for another database, whatever the connection is. */
    boolean isForSqlite(Map<String, Object> options) {
        return BestEffort.get(
                "generated tables are Hibernate's own",
                false,
                () -> HibernateLine.isSqlite(resolveJdbcContext(options).getDialect()));
    }

    /** Returns the differences between the mapping and the database, in the order of the mapping. */
    List<KeyDifference> differences(Metadata metadata, ExecutionOptions options, ContributableMatcher filter) {
        return BestEffort.get(
                "the foreign keys of mapping and database are not compared",
                List.of(),
                () -> compare(metadata, options, filter));
    }

    private List<KeyDifference> compare(Metadata metadata, ExecutionOptions options, ContributableMatcher filter) {
        Map<String, Object> settings = options.getConfigurationValues();
        MappedKeys mapped = MappedKeys.of(metadata, resolveJdbcContext(settings).getDialect());
        SchemaFilter tables = filters(settings).getValidateFilter();
        return KeyDifference.between(
                mapped,
                read(settings),
                table -> isManaged(table) && filter.matches(table) && tables.includeTable(table));
    }

    /**
     * Returns the foreign keys through which tables outside of the mapping reference those in it, for a message; possibly
     * empty.
     */
    String keysFromOutside(Metadata metadata, ExecutionOptions options) {
        Set<String> mapped = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        metadata.collectTableMappings().forEach(table -> mapped.add(table.getName()));
        return read(options.getConfigurationValues()).keys().stream()
                .filter(key -> mapped.contains(key.parentTable()) && !mapped.contains(key.childTable()))
                .map(key -> KeyShape.of(key).toString())
                .reduce((one, other) -> one + ", " + other)
                .map(keys -> " (" + keys + ")")
                .orElse("");
    }

    /** Reads the database's schema. */
    DeclaredTables read(Map<String, Object> settings) {
        DdlTransactionIsolator isolator = getDdlTransactionIsolator(resolveJdbcContext(settings));
        try {
            return DeclaredTables.of(isolator.getIsolatedConnection());
        } catch (SQLException e) {
            throw new SchemaManagementException("the foreign keys of the database cannot be read", e);
        } finally {
            isolator.release(); // not AutoCloseable before 7.2
        }
    }

    /** Returns whether it is a table of the database, and no view. */
    static boolean isManaged(Table table) {
        return table.isPhysicalTable() && !HibernateLine.isView(table);
    }

    /** Returns which tables the settings include. */
    SchemaFilterProvider filters(Map<String, Object> options) {
        return getServiceRegistry()
                .requireService(StrategySelector.class)
                .resolveDefaultableStrategy(
                        SchemaFilterProvider.class,
                        options.get(SchemaToolingSettings.HBM2DDL_FILTER_PROVIDER),
                        DefaultSchemaFilterProvider.INSTANCE);
    }
}
