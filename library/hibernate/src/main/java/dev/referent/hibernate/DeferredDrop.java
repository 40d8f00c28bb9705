package dev.referent.hibernate;

import java.util.Collection;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.model.relational.AuxiliaryDatabaseObject;
import org.hibernate.boot.model.relational.Database;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.dialect.Dialect;

/**
 * Statements around those that drop the tables: a savepoint, which is a transaction where none is open, with all foreign
 * keys deferred to its end (sqlite.org/pragma.html#pragma_defer_foreign_keys).
 *
 * @param last whether they come after the tables are dropped, not before
 */
record DeferredDrop(boolean last) implements AuxiliaryDatabaseObject {
    /** The connections of adapter-jdbc know the savepoint by its name, and let the child rows go with their tables. */
    private static final String[] BEGIN = {"savepoint referent_drop", "pragma defer_foreign_keys = on"};

    private static final String[] END = {"release referent_drop"};

    /** Runs what generates drops of the mapping's tables. */
    static void during(Metadata metadata, Runnable drops) {
        Database database = metadata.getDatabase();
        DeferredDrop first = new DeferredDrop(false);
        DeferredDrop last = new DeferredDrop(true);
        database.addAuxiliaryDatabaseObject(first);
        database.addAuxiliaryDatabaseObject(last);
        try {
            drops.run();
        } finally {
            Collection<AuxiliaryDatabaseObject> objects = database.getAuxiliaryDatabaseObjects();
            objects.remove(first);
            objects.remove(last);
        }
    }

    @Override
    public String getExportIdentifier() {
        return "referent_drop_" + last;
    }

    @Override
    public boolean appliesToDialect(Dialect dialect) {
        return HibernateLine.isSqlite(dialect);
    }

    /** {@inheritDoc} When dropping, Hibernate inverts it. */
    @Override
    public boolean beforeTablesOnCreation() {
        return last;
    }

    @Override
    public String[] sqlCreateStrings(SqlStringGenerationContext context) {
        return new String[0];
    }

    @Override
    public String[] sqlDropStrings(SqlStringGenerationContext context) {
        return (last ? END : BEGIN).clone();
    }
}
