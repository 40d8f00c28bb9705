package dev.referent.corpus.web;

import dev.referent.corpus.Listing;
import dev.referent.corpus.contract.InMemoryAudioFiles;
import dev.referent.corpus.contract.InMemoryCorpus;
import dev.referent.corpus.port.AudioFiles;
import dev.referent.corpus.port.Audios;
import dev.referent.corpus.port.Corpus;
import dev.referent.corpus.port.Transcriptions;
import dev.referent.corpus.port.Utterances;
import dev.referent.corpus.usecase.AddAudio;
import dev.referent.corpus.usecase.AddTranscription;
import dev.referent.corpus.usecase.AddUtterance;
import dev.referent.corpus.usecase.RemoveRecord;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** What a server serves that has no file, and a database that fails at whatever it is asked. */
final class NoCorpus {

    private NoCorpus() {}

    static WebCorpus served() {
        return served(() -> {
            throw new UnsupportedOperationException("/secret/path");
        });
    }

    /** Returns what does that when it is asked for records, and finds none. */
    static WebCorpus served(Runnable asked) {
        Corpus corpus = new InMemoryCorpus();
        AudioFiles files = new InMemoryAudioFiles(1_000);
        Audios audios = asked(Audios.class, asked);
        Transcriptions transcriptions = asked(Transcriptions.class, asked);
        Utterances utterances = asked(Utterances.class, asked);
        return new WebCorpus(
                audios,
                transcriptions,
                files,
                new AddAudio(corpus, files, Clock.systemUTC()),
                new AddTranscription(transcriptions, Clock.systemUTC()),
                new AddUtterance(utterances),
                utterances,
                new RemoveRecord(corpus, files));
    }

    private static <T> T asked(Class<T> port, Runnable asked) {
        return port.cast(
                Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (p, method, arguments) -> {
                    asked.run();
                    return method.getName().equals("list") ? new Listing<>(List.of(), 0) : Optional.empty();
                }));
    }
}
