package dev.referent.mybatis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.jdbc.contract.SqliteCorpusContract;
import javax.sql.DataSource;
import org.apache.ibatis.exceptions.PersistenceException;
import org.junit.jupiter.api.Test;

final class MyBatisCorpusTest extends SqliteCorpusContract {
    @Override
    protected Opened open(DataSource reads, DataSource writes) {
        MyBatisCorpus corpus = MyBatisCorpus.open(reads, writes);
        return new Opened(corpus.ports(), corpus::close);
    }

    @Test
    void theCauseOfARefusalIsWhatMyBatisThrew() {
        assertThat(refusedPair()).cause().isInstanceOf(PersistenceException.class);
    }
}
