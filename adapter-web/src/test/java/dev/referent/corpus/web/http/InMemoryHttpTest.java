package dev.referent.corpus.web.http;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.corpus.FileName;
import dev.referent.corpus.NewTranscription;
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
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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

    @Test
    void sendsNoMoreTextAtOnceThanMemoryHolds() {
        String longest = "x".repeat(NewTranscription.MAX_TEXT_BYTES);
        FileName name = new FileName("t.txt");
        for (int i = 0; i < 21; i++) {
            corpus.transcriptions().add(new NewTranscription(name, name, longest, Instant.EPOCH));
        }

        assertThat(api().get("/v0.1/transcription?pageSize=21").detail(400)).contains("ask for fewer records");
        assertThat(api().get("/v0.1/transcription?pageSize=20").status()).isEqualTo(200);
    }

    @Override
    public void storeOrphan(long utterance, long audio, long transcription) {
        corpus.storeOrphan(utterance, audio, transcription);
    }
}
