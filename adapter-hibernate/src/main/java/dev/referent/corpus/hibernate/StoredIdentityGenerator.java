package dev.referent.corpus.hibernate;

import dev.referent.corpus.storage.StorageErrors;
import org.hibernate.HibernateException;
import org.hibernate.JDBCException;
import org.hibernate.engine.jdbc.mutation.JdbcValueBindings;
import org.hibernate.engine.jdbc.mutation.group.PreparedStatementDetails;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.generator.values.GeneratedValues;
import org.hibernate.id.IdentityGenerator;
import org.hibernate.id.insert.BasicSelectingDelegate;
import org.hibernate.id.insert.InsertGeneratedIdentifierDelegate;
import org.hibernate.persister.entity.EntityPersister;

/**
 * Reads the ids that the database generates. On SQLite, Hibernate asks for the last one; if a trigger drops the row without an error, that
 * is the id of an earlier row, and the record would be acknowledged.
 */
final class StoredIdentityGenerator extends IdentityGenerator {
    private static final long serialVersionUID = 1L;

    /** Creates it; Hibernate calls this. */
    StoredIdentityGenerator() {}

    @Override
    @SuppressWarnings("removal") // the type that the superclass returns
    public InsertGeneratedIdentifierDelegate getGeneratedIdentifierDelegate(EntityPersister persister) {
        InsertGeneratedIdentifierDelegate chosen = super.getGeneratedIdentifierDelegate(persister);
        return chosen instanceof BasicSelectingDelegate ? new IdOfChange(persister) : chosen;
    }

    /** Reads the id in the same statement as its superclass does, which returns no row if none was stored. */
    private static final class IdOfChange extends BasicSelectingDelegate {
        IdOfChange(EntityPersister persister) {
            super(persister);
        }

        @Override
        protected String getSelectSQL() {
            return super.getSelectSQL() + " where changes() > 0"; // sqlite.org/lang_corefunc.html#changes
        }

        @Override
        public GeneratedValues performMutation(
                PreparedStatementDetails insert,
                JdbcValueBindings values,
                Object entity,
                SharedSessionContractImplementor session) {
            try {
                return super.performMutation(insert, values, entity, session);
            } catch (JDBCException e) {
                throw e;
            } catch (HibernateException e) { // there is no id
                throw StorageErrors.notChanged();
            }
        }
    }
}
