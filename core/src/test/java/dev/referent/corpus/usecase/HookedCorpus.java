package dev.referent.corpus.usecase;

import dev.referent.corpus.Audio;
import dev.referent.corpus.AudioId;
import dev.referent.corpus.Listing;
import dev.referent.corpus.NewAudio;
import dev.referent.corpus.NewUtterance;
import dev.referent.corpus.Page;
import dev.referent.corpus.Reference;
import dev.referent.corpus.Utterance;
import dev.referent.corpus.UtteranceId;
import dev.referent.corpus.port.Audios;
import dev.referent.corpus.port.Corpus;
import dev.referent.corpus.port.ForeignKeyCheck;
import dev.referent.corpus.port.KnownFiles;
import dev.referent.corpus.port.Removal;
import dev.referent.corpus.port.Transcriptions;
import dev.referent.corpus.port.Utterances;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A corpus of which each write of a recording, of a pair, and each removal happens between two moments at which somebody else
 * does something, or the storage fails.
 *
 * @param corpus keeps the rows
 * @param before runs before each write
 * @param after runs after each write, failed or not
 */
record HookedCorpus(Corpus corpus, Runnable before, Runnable after) implements Corpus {
    private <T> T hooked(Supplier<T> write) {
        before.run();
        try {
            return write.get();
        } finally {
            after.run();
        }
    }

    @Override
    public Audios audios() {
        return new Audios() {
            @Override
            public Audio add(NewAudio draft) {
                return hooked(() -> corpus.audios().add(draft));
            }

            @Override
            public Optional<Audio> find(AudioId id) {
                return corpus.audios().find(id);
            }

            @Override
            public Listing<Audio> list(Page page) {
                return corpus.audios().list(page);
            }
        };
    }

    @Override
    public Utterances utterances() {
        return new Utterances() {
            @Override
            public Utterance add(NewUtterance draft) {
                return hooked(() -> corpus.utterances().add(draft));
            }

            @Override
            public Optional<Utterance> find(NewUtterance pair) {
                return corpus.utterances().find(pair);
            }

            @Override
            public Optional<Utterance> find(UtteranceId id) {
                return corpus.utterances().find(id);
            }

            @Override
            public Listing<Utterance> list(Page page) {
                return corpus.utterances().list(page);
            }

            @Override
            public Listing<Utterance> using(Reference record, Page page) {
                return corpus.utterances().using(record, page);
            }
        };
    }

    @Override
    public Removal removal() {
        return record -> hooked(() -> corpus.removal().remove(record));
    }

    @Override
    public Transcriptions transcriptions() {
        return corpus.transcriptions();
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
}
