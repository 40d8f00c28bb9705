package dev.referent.corpus.web.http;

import static java.util.stream.Collectors.toSet;

import dev.referent.corpus.StoredName;
import dev.referent.corpus.contract.InMemoryAudioFiles;
import dev.referent.corpus.contract.InMemoryCorpus;
import dev.referent.corpus.port.InFlightFile;
import dev.referent.corpus.usecase.AddAudio;
import dev.referent.corpus.usecase.AddTranscription;
import dev.referent.corpus.usecase.AddUtterance;
import dev.referent.corpus.usecase.RemoveRecord;
import dev.referent.corpus.web.Mounts;
import dev.referent.corpus.web.WebCorpus;
import dev.referent.corpus.web.WebServer;
import java.net.URI;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** The server over a corpus in memory, a new one for each test. */
final class InMemoryHttpTest implements HttpContract {
    private final InMemoryCorpus corpus = new InMemoryCorpus();
    private final InMemoryAudioFiles files = new InMemoryAudioFiles(MAX_UPLOAD_BYTES);
    private final WebServer server = WebServer.start(
            SETTINGS,
            new WebCorpus(
                    corpus.audios(),
                    corpus.transcriptions(),
                    files,
                    new AddAudio(corpus, files, Clock.systemUTC()),
                    new AddTranscription(corpus.transcriptions(), Clock.systemUTC()),
                    new AddUtterance(corpus.utterances()),
                    corpus.utterances(),
                    new RemoveRecord(corpus, files)),
            Mounts.none());

    @Override
    public URI uri() {
        return server.uri();
    }

    @Override
    @AfterEach
    public void stop() {
        server.close();
    }

    @Override
    public Set<String> files() {
        Set<StoredName> inFlight =
                files.inFlight().stream().map(InFlightFile::name).collect(toSet());
        return files.names().stream()
                .map(name -> (inFlight.contains(name) ? "incoming/" : "") + name.value())
                .collect(toSet());
    }

    @Override
    public void storeOrphan(long utterance, long audio, long transcription) {
        corpus.storeOrphan(utterance, audio, transcription);
    }
}
