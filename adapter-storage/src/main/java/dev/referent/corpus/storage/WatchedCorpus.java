package dev.referent.corpus.storage;

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
 * A corpus in an SQLite file that acknowledges no write once the file was deleted or replaced.
 *
 * @param corpus stores the records
 * @param file the file that it stores them in
 */
public record WatchedCorpus(Corpus corpus, DatabaseFile file) implements Corpus {

    @Override
    public Audios audios() {
        return new WatchedAudios(corpus.audios());
    }

    @Override
    public Transcriptions transcriptions() {
        return new WatchedTranscriptions(corpus.transcriptions());
    }

    @Override
    public Utterances utterances() {
        return new WatchedUtterances(corpus.utterances());
    }

    @Override
    public Removal removal() {
        Removal removal = corpus.removal();
        return record -> watched(() -> removal.remove(record));
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

    private <R> R watched(Supplier<R> write) {
        file.requireBeforeWrite();
        R result = write.get();
        file.requireAfterCommit();
        return result;
    }

    /** Records whose additions are watched. */
    private abstract class WatchedRecords<I, N, R> implements Records<I, N, R> {
        private final Records<I, N, R> records;

        WatchedRecords(Records<I, N, R> records) {
            this.records = records;
        }

        @Override
        public R add(N draft) {
            return watched(() -> records.add(draft));
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

    private final class WatchedAudios extends WatchedRecords<AudioId, NewAudio, Audio> implements Audios {
        WatchedAudios(Audios audios) {
            super(audios);
        }
    }

    private final class WatchedTranscriptions extends WatchedRecords<TranscriptionId, NewTranscription, Transcription>
            implements Transcriptions {
        WatchedTranscriptions(Transcriptions transcriptions) {
            super(transcriptions);
        }
    }

    private final class WatchedUtterances extends WatchedRecords<UtteranceId, NewUtterance, Utterance>
            implements Utterances {
        private final Utterances utterances;

        WatchedUtterances(Utterances utterances) {
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
