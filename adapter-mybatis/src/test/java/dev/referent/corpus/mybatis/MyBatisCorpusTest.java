package dev.referent.corpus.mybatis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.corpus.port.Corpus;
import dev.referent.corpus.storage.CorpusProvider;
import dev.referent.corpus.storage.contract.SqliteCorpusContract;
import javax.sql.DataSource;
import org.apache.ibatis.exceptions.PersistenceException;
import org.junit.jupiter.api.Test;

final class MyBatisCorpusTest extends SqliteCorpusContract {
    @Override
    protected Corpus open(DataSource reads, DataSource writes) {
        return CorpusProvider.find().open(reads, writes);
    }

    @Test
    void hasMyBatisExceptionAsItsCause() {
        assertThat(failedPair()).cause().isInstanceOf(PersistenceException.class);
    }
}
