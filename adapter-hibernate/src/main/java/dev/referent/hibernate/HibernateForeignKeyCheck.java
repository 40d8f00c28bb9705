package dev.referent.hibernate;

import dev.referent.core.integrity.Chunks;
import dev.referent.core.integrity.ForeignKeyCheck;
import dev.referent.core.integrity.RecordKind;
import dev.referent.core.integrity.Reference;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Tells which references point at nothing. */
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
