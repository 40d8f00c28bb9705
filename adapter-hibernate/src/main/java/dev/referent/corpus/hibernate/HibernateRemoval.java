package dev.referent.corpus.hibernate;

import dev.referent.corpus.Reference;
import dev.referent.corpus.port.Removal;
import dev.referent.corpus.storage.StorageErrors;
import java.util.List;

/** Removes records. The database checks whether they are still referenced. */
final class HibernateRemoval implements Removal {
    private final HibernateTransactions transactions;

    HibernateRemoval(HibernateTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public boolean remove(Reference record) {
        return transactions.write(session -> {
            Rows<?> rows = Rows.of(session, record.kind());
            boolean removed = rows.delete(record.id());
            if (!rows.existing(List.of(record.id())).isEmpty()) {
                throw StorageErrors.notChanged();
            }
            return removed;
        });
    }
}
