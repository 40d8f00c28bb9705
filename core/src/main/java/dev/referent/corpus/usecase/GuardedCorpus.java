package dev.referent.corpus.usecase;

import dev.referent.corpus.Audio;
import dev.referent.corpus.AudioId;
import dev.referent.corpus.Listing;
import dev.referent.corpus.NewAudio;
import dev.referent.corpus.NewTranscription;
import dev.referent.corpus.NewUtterance;
import dev.referent.corpus.Page;
import dev.referent.corpus.Reference;
import dev.referent.corpus.Transcription;
import dev.referent.corpus.TranscriptionId;
import dev.referent.corpus.Utterance;
import dev.referent.corpus.UtteranceId;
import dev.referent.corpus.port.Audios;
import dev.referent.corpus.port.Corpus;
import dev.referent.corpus.port.ForeignKeyCheck;
import dev.referent.corpus.port.KnownFiles;
import dev.referent.corpus.port.Records;
import dev.referent.corpus.port.Removal;
import dev.referent.corpus.port.Transcriptions;
import dev.referent.corpus.port.Utterances;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A corpus whose writes (additions and removals) pass a guard.
 *
 * @param corpus stores the records
 * @param guard runs each write
 */
public record GuardedCorpus(Corpus corpus, Guard guard) implements Corpus {

    /** Runs writes, and may check something before and after each. */
    public interface Guard {
        /**
         * Runs a write.
         *
         * @return what the write returns
         * @throws dev.referent.corpus.CorpusException if the write is not allowed, or not to be acknowledged
         */
        <R> R run(Supplier<R> write);
    }

    @Override
    public Audios audios() {
        return new GuardedAudios(corpus.audios());
    }

    @Override
    public Transcriptions transcriptions() {
        return new GuardedTranscriptions(corpus.transcriptions());
    }

    @Override
    public Utterances utterances() {
        return new GuardedUtterances(corpus.utterances());
    }

    @Override
    public Removal removal() {
        Removal removal = corpus.removal();
        return record -> guard.run(() -> removal.remove(record));
    }

    @Override
    public KnownFiles knownFiles() {
        return corpus.knownFiles();
    }

    @Override
    public ForeignKeyCheck foreignKeyCheck() {
        return corpus.foreignKeyCheck();
    }

    @Override
    public void close() {
        corpus.close();
    }

    /** Records whose additions are guarded. */
    private abstract class GuardedRecords<I, N, R> implements Records<I, N, R> {
        private final Records<I, N, R> records;

        GuardedRecords(Records<I, N, R> records) {
            this.records = records;
        }

        @Override
        public R add(N draft) {
            return guard.run(() -> records.add(draft));
        }

        @Override
        public Optional<R> find(I id) {
            return records.find(id);
        }

        @Override
        public Listing<R> list(Page page) {
            return records.list(page);
        }
    }

    private final class GuardedAudios extends GuardedRecords<AudioId, NewAudio, Audio> implements Audios {
        GuardedAudios(Audios audios) {
            super(audios);
        }
    }

    private final class GuardedTranscriptions extends GuardedRecords<TranscriptionId, NewTranscription, Transcription>
            implements Transcriptions {
        private final Transcriptions transcriptions;

        GuardedTranscriptions(Transcriptions transcriptions) {
            super(transcriptions);
            this.transcriptions = transcriptions;
        }

        @Override
        public long textBytes(Page page) {
            return transcriptions.textBytes(page);
        }
    }

    private final class GuardedUtterances extends GuardedRecords<UtteranceId, NewUtterance, Utterance>
            implements Utterances {
        private final Utterances utterances;

        GuardedUtterances(Utterances utterances) {
            super(utterances);
            this.utterances = utterances;
        }

        @Override
        public Optional<Utterance> find(NewUtterance pair) {
            return utterances.find(pair);
        }

        @Override
        public Listing<Utterance> using(Reference record, Page page) {
            return utterances.using(record, page);
        }
    }
}
