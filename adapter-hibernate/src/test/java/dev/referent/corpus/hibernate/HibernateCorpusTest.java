package dev.referent.corpus.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.corpus.port.Corpus;
import dev.referent.corpus.storage.CorpusProvider;
import dev.referent.corpus.storage.contract.SqliteCorpusContract;
import javax.sql.DataSource;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.api.Test;

final class HibernateCorpusTest extends SqliteCorpusContract {
    @Override
    protected Corpus open(DataSource reads, DataSource writes) {
        return CorpusProvider.find().open(reads, writes);
    }

    @Test
    void hasHibernatesExceptionAsItsCause() {
        assertThat(failedPair()).cause().isInstanceOfSatisfying(ConstraintViolationException.class, e -> {
            assertThat(e.getKind()).isEqualTo(ConstraintViolationException.ConstraintKind.FOREIGN_KEY);
            assertThat(e.getConstraintName()).isEqualTo("utterance_audio_fk");
        });
    }
}
