package dev.referent.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.jdbc.contract.SqliteCorpusContract;
import javax.sql.DataSource;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.api.Test;

final class HibernateCorpusTest extends SqliteCorpusContract {
    @Override
    protected Opened open(DataSource reads, DataSource writes) {
        HibernateCorpus corpus = HibernateCorpus.open(reads, writes);
        return new Opened(corpus.ports(), corpus::close);
    }

    @Test
    void theCauseOfARefusalIsWhatHibernateThrew() {
        assertThat(refusedPair()).cause().isInstanceOfSatisfying(ConstraintViolationException.class, e -> {
            assertThat(e.getKind()).isEqualTo(ConstraintViolationException.ConstraintKind.FOREIGN_KEY);
            assertThat(e.getConstraintName()).isEqualTo("utterance_audio_fk");
        });
    }
}
