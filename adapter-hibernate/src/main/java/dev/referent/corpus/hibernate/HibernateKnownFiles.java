package dev.referent.corpus.hibernate;

import dev.referent.corpus.StoredName;
import dev.referent.corpus.port.KnownFiles;
import dev.referent.corpus.storage.Chunks;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the files that have a row. */
final class HibernateKnownFiles implements KnownFiles {
    private final HibernateTransactions transactions;

    HibernateKnownFiles(HibernateTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Set<StoredName> known(Collection<StoredName> names) {
        List<String> asked = names.stream().map(StoredName::value).toList();
        return transactions
                .read(session -> Chunks.query(asked, some -> session.createSelectionQuery(
                                "select storedName from AudioEntity where storedName in (:names)", String.class)
                        .setParameterList("names", some)
                        .getResultList()))
                .stream()
                .map(StoredName::new)
                .collect(Collectors.toSet());
    }
}
