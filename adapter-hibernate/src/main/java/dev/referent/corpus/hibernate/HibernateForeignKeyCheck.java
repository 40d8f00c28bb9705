package dev.referent.corpus.hibernate;

import dev.referent.corpus.RecordKind;
import dev.referent.corpus.Reference;
import dev.referent.corpus.port.ForeignKeyCheck;
import dev.referent.corpus.storage.Chunks;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the references that have no parent row. */
final class HibernateForeignKeyCheck implements ForeignKeyCheck {
    private final HibernateTransactions transactions;

    HibernateForeignKeyCheck(HibernateTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Set<Reference> missing(Collection<Reference> references) {
        Set<Reference> missing = new LinkedHashSet<>(references);
        return transactions.read(session -> {
            for (RecordKind kind : RecordKind.values()) {
                Rows<?> rows = Rows.of(session, kind);
                List<Long> ids = missing.stream()
                        .filter(reference -> reference.kind() == kind)
                        .map(Reference::id)
                        .toList();
                Chunks.query(ids, rows::existing).forEach(id -> missing.remove(new Reference(kind, id)));
            }
            return missing;
        });
    }
}
