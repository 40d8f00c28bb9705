package dev.referent.corpus.hibernate;

import dev.referent.corpus.Reference;
import dev.referent.corpus.port.Removal;

/** Removes records. The database checks whether they are still referenced. */
final class HibernateRemoval implements Removal {
    private final HibernateTransactions transactions;

    HibernateRemoval(HibernateTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public boolean remove(Reference record) {
        return transactions.write(session -> Rows.of(session, record.kind()).delete(record.id()));
    }
}
