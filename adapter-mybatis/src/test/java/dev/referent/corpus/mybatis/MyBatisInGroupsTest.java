package dev.referent.corpus.mybatis;

import dev.referent.corpus.port.Corpus;
import dev.referent.corpus.storage.CorpusProvider;
import dev.referent.corpus.storage.contract.SqliteCorpusContract;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.GroupCommitDataSource;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The adapter on a writer whose transactions share their COMMITs. */
final class MyBatisInGroupsTest extends SqliteCorpusContract {
    @Override
    protected Corpus open(DataSource reads, DataSource writes) {
        try {
            return CorpusProvider.find()
                    .open(reads, GroupCommitDataSource.over(writes.unwrap(EnforcedDataSource.class)));
        } catch (SQLException e) {
            throw new IllegalStateException("not enforced", e);
        }
    }
}
