package dev.referent.corpus.mybatis;

import dev.referent.corpus.StoredName;
import dev.referent.corpus.port.KnownFiles;
import dev.referent.corpus.storage.Chunks;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the files that have a row. */
final class MyBatisKnownFiles implements KnownFiles {
    private final MyBatisTransactions transactions;

    MyBatisKnownFiles(MyBatisTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Set<StoredName> known(Collection<StoredName> names) {
        List<String> asked = names.stream().map(StoredName::value).toList();
        return transactions
                .read(session -> Chunks.query(asked, session.getMapper(AudioMapper.class)::knownFiles))
                .stream()
                .map(StoredName::new)
                .collect(Collectors.toSet());
    }
}
