package dev.referent.corpus.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.referent.corpus.AudioId;
import dev.referent.corpus.DuplicateUtteranceException;
import dev.referent.corpus.ForeignKeyViolationException;
import dev.referent.corpus.Listing;
import dev.referent.corpus.NewUtterance;
import dev.referent.corpus.Page;
import dev.referent.corpus.StorageUnavailableException;
import dev.referent.corpus.TranscriptionId;
import dev.referent.corpus.Utterance;
import dev.referent.corpus.contract.CorpusContract;
import dev.referent.corpus.contract.StatementsContract;
import dev.referent.corpus.port.Corpus;
import dev.referent.corpus.usecase.AddUtterance;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of an adapter on an SQLite file with several readers and one writer, in addition to the core's contract. */
public abstract class SqliteCorpusContract implements CorpusContract, StatementsContract {
    @SuppressWarnings("NullAway.Init") // set before each test
    private CorpusFile file;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Corpus corpus;

    /** Opens the adapter's corpus. */
    protected abstract Corpus open(DataSource reads, DataSource writes);

    @BeforeEach
    final void openFile(@TempDir Path directory) throws SQLException {
        file = new CorpusFile(directory);
        corpus = open(file.reads(), file.writes());
    }

    @AfterEach
    final void returnsEveryConnection() {
        corpus.close();
        assertThat(file.connectionsInUse()).isZero();
        file.close();
    }

    @Override
    public final Corpus corpus() {
        return corpus;
    }

    @Override
    public final void storeOrphan(long utterance, long audio, long transcription) {
        file.executeBare("INSERT INTO utterance VALUES (%d, %d, %d)".formatted(utterance, audio, transcription));
    }

    @Override
    public final long statementsOf(Runnable work) {
        return file.statementsOf(work);
    }

    /** Tries to store a pair with two missing parents and returns the exception. */
    protected final ForeignKeyViolationException failedPair() {
        return assertThatExceptionOfType(ForeignKeyViolationException.class)
                .isThrownBy(() -> pair(new AudioId(99_999), new TranscriptionId(99_999)))
                .actual();
    }

    @Nested
    class AfterAViolation {

        @Test
        void theWritingConnectionAcceptsTheNextWrite() {
            for (int i = 0; i < 3; i++) {
                assertThat(failedPair().violations()).hasSize(2);
                assertThat(corpus().utterances().find(utterance().id())).isPresent();
            }
        }

        @Test
        void leavesNoTransactionOpen() {
            Utterance utterance = utterance();
            assertThat(failedPair().violations()).hasSize(2);
            file.executeBare("UPDATE audio SET name = 'another writer.wav'");
            assertThatExceptionOfType(ForeignKeyViolationException.class).isThrownBy(() -> corpus().removal()
                    .remove(utterance.audio().reference()));
            file.executeBare("UPDATE audio SET name = 'yet another.wav'");

            assertThat(corpus().audios().find(utterance.audio()))
                    .map(audio -> audio.name().value())
                    .contains("yet another.wav");
        }
    }

    @Nested
    class OfManyRecords {

        @Test
        void countsNoMoreThanThePageNeeds() {
            file.executeBare("WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 12000)"
                    + " INSERT INTO utterance (audio_id, transcription_id) SELECT 1, i FROM n");

            assertThat(corpus().utterances().list(new Page(1, 0))).isEqualTo(new Listing<>(List.of(), 1_000, false));
            assertThat(total(corpus().utterances().list(new Page(11, 1_000)))).isEqualTo(tuple(11_001L, false));
            assertThat(total(corpus().utterances().using(new AudioId(1).reference(), new Page(11, 1_000))))
                    .isEqualTo(tuple(11_001L, false));
            assertThat(total(corpus().utterances().list(new Page(12, 1_000)))).isEqualTo(tuple(12_000L, true));
        }

        private Tuple total(Listing<?> listing) {
            return tuple(listing.total(), listing.exact());
        }
    }

    @Nested
    class WhenThePairExists {

        @Test
        void namesAnOrphanRowToo() {
            storeOrphan(1_000, 77, 78);

            assertThatExceptionOfType(DuplicateUtteranceException.class)
                    .isThrownBy(() -> pair(new AudioId(77), new TranscriptionId(78)))
                    .satisfies(e -> assertThat(e.existing().id().value()).isEqualTo(1_000));
        }

        @Test
        void storesThePairIfTheExistingOneIsDeletedMeanwhile() {
            Utterance first = utterance();
            try (Corpus racing = open(file.readsAfter("DELETE FROM utterance"), file.writes())) {
                Utterance second = new AddUtterance(racing.utterances())
                        .add(new NewUtterance(first.audio(), first.transcription()));

                assertThat(corpus().utterances().list(new Page(1, 10)).items()).containsExactly(second);
                assertThat(second.id()).isNotEqualTo(first.id());
            }
        }
    }

    @Nested
    class WhenTheWritingConnectionIsInUse {

        @Test
        void readsStillWork() throws SQLException {
            Utterance utterance = utterance();
            try (Connection taken = file.writes().getConnection()) {
                assertThat(corpus().audios().find(utterance.audio())).isPresent();
                assertThat(corpus().transcriptions().list(new Page(1, 1)).total())
                        .isOne();
                assertThat(corpus().foreignKeyCheck()
                                .missing(List.of(utterance.id().reference())))
                        .isEmpty();
                assertThat(taken.isValid(1)).isTrue();
            }
        }
    }

    @Nested
    class WhenAnotherWriterHoldsTheLock {

        @Test
        void writesFailAsUnavailableAndReadsStillWork() throws SQLException {
            Utterance utterance = utterance();
            try (Connection writer = file.bare();
                    Statement statement = writer.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                assertThatExceptionOfType(StorageUnavailableException.class).isThrownBy(() -> audio("b.wav"));
                assertThat(corpus().utterances().find(utterance.id())).contains(utterance);
                statement.execute("ROLLBACK");
            }
            assertThat(audio("c.wav").id()).isNotEqualTo(utterance.audio());
        }
    }

    @Nested
    class WhenSomethingElseHasChangedTheDatabase {

        @Test
        void acknowledgesNoRowThatATriggerDrops() {
            Utterance stored = utterance();
            for (String table : List.of("audio", "transcription", "utterance")) {
                file.executeBare("CREATE TRIGGER drop_" + table + " BEFORE INSERT ON " + table
                        + " BEGIN SELECT RAISE(IGNORE); END");
                file.executeBare("CREATE TRIGGER keep_" + table + " BEFORE DELETE ON " + table
                        + " BEGIN SELECT RAISE(IGNORE); END");
            }

            assertUnavailable("a trigger or a constraint", () -> audio("b.wav"));
            assertUnavailable("a trigger or a constraint", () -> transcription("b"));
            assertUnavailable("a trigger or a constraint", () -> pair(new AudioId(7), new TranscriptionId(7)));
            assertUnavailable("a trigger or a constraint", () -> corpus().removal()
                    .remove(stored.id().reference()));
            assertThat(corpus().removal().remove(new AudioId(7).reference())).isFalse();
        }

        @Test
        void acknowledgesNoRowThatATriggerDeletesAgainAndNoRemovalThatItUndoes() {
            Utterance stored = utterance();
            TranscriptionId other = transcription("other").id();
            for (String table : List.of("audio", "transcription", "utterance")) {
                file.executeBare("CREATE TRIGGER drop_" + table + " AFTER INSERT ON " + table
                        + " WHEN new.id <> 1 BEGIN DELETE FROM " + table + " WHERE id = new.id; END");
            }
            file.executeBare("CREATE TRIGGER keep_utterance AFTER DELETE ON utterance WHEN old.id = 1"
                    + " BEGIN INSERT INTO utterance VALUES (old.id, old.audio_id, old.transcription_id); END");

            assertUnavailable("a trigger or a constraint", () -> audio("b.wav"));
            assertUnavailable("a trigger or a constraint", () -> transcription("b"));
            assertUnavailable("a trigger or a constraint", () -> pair(stored.audio(), other));
            assertUnavailable("a trigger or a constraint", () -> corpus().removal()
                    .remove(stored.id().reference()));
            assertThat(corpus().utterances().find(stored.id())).contains(stored);
        }

        @Test
        void saysThatATriggerAConstraintOrAViewIsInTheWay() {
            file.executeBare(
                    "CREATE TRIGGER no_text BEFORE INSERT ON transcription BEGIN SELECT RAISE(ABORT, 'no'); END");
            assertUnavailable("a trigger or a constraint", () -> transcription("b"));

            file.executeBare("ALTER TABLE audio ADD COLUMN checked TEXT CHECK (checked IS NOT NULL)");
            assertUnavailable("a trigger or a constraint", () -> audio("b.wav"));

            file.executeBare("ALTER TABLE audio DROP COLUMN checked");
            audio("b.wav");
            file.executeBare("CREATE UNIQUE INDEX one_audio_of_a_name ON audio (name)");
            assertUnavailable("a trigger or a constraint", () -> audio("b.wav"));

            file.executeBare("ALTER TABLE utterance RENAME TO pair");
            file.executeBare("CREATE VIEW utterance AS SELECT * FROM pair");
            assertUnavailable("cannot be used as a corpus", () -> pair(new AudioId(1), new TranscriptionId(1)));
        }

        @Test
        void tellsAPairThatExistsFromAnotherUniqueConstraint() {
            Utterance stored = utterance();
            NewUtterance pair = new NewUtterance(stored.audio(), stored.transcription());
            TranscriptionId other = transcription("b").id();
            file.executeBare("CREATE UNIQUE INDEX one_utterance_of_an_audio ON utterance (audio_id)");
            AddUtterance addUtterance = new AddUtterance(corpus().utterances());

            assertUnavailable(
                    "a trigger or a constraint", () -> addUtterance.add(new NewUtterance(stored.audio(), other)));
            assertThatExceptionOfType(DuplicateUtteranceException.class)
                    .isThrownBy(() -> addUtterance.add(pair))
                    .satisfies(e -> assertThat(e.existing()).isEqualTo(stored));
        }

        @Test
        void saysThatAStoredNameIsInvalidAndDoesNotBlameTheReader() {
            file.executeBare("INSERT INTO transcription VALUES (1, 'a\\b', 'a', 'a', 0)");
            assertUnavailable(
                    "correct or delete its row", () -> corpus().transcriptions().list(new Page(1, 1)));

            file.executeBare("INSERT INTO audio VALUES (1, 'a.wav', '../a.wav', 0)");
            assertUnavailable(
                    "correct or delete its row", () -> corpus().audios().find(new AudioId(1)));
        }

        private void assertUnavailable(String reason, ThrowingCallable call) {
            assertThatExceptionOfType(StorageUnavailableException.class)
                    .isThrownBy(call)
                    .withMessageContaining(reason)
                    .satisfies(e -> assertThat(e.isTemporary()).isFalse());
        }
    }

    @Nested
    class WhenClosed {

        @Test
        void leavesTheDataSourcesOpen() throws SQLException {
            corpus.close();

            try (Connection connection = file.writes().getConnection()) {
                assertThat(connection.isValid(1)).isTrue();
            }
        }
    }
}
