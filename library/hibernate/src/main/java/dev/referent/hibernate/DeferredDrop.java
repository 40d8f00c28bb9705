package dev.referent.hibernate;

import java.util.Collection;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.model.relational.AuxiliaryDatabaseObject;
import org.hibernate.boot.model.relational.Database;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.dialect.Dialect;

/**
 * The statements before and after those that drop the tables: a savepoint, which begins a transaction if none is open, with
 * all foreign keys deferred to its end (sqlite.org/pragma.html#pragma_defer_foreign_keys).
 *
 * @param last whether they come after the tables are dropped
 */
record DeferredDrop(boolean last) implements AuxiliaryDatabaseObject {
    private static final String[] BEGIN = {"savepoint referent_drop", "pragma defer_foreign_keys = on"};

    private static final String[] END = {"release referent_drop"};

    /** Runs the generation of the statements that drop the mapping's tables. */
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
