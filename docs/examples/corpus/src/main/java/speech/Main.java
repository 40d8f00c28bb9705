package speech;

import dev.referent.corpus.AudioId;
import dev.referent.corpus.FileName;
import dev.referent.corpus.ForeignKeyViolationException;
import dev.referent.corpus.NewAudio;
import dev.referent.corpus.NewTranscription;
import dev.referent.corpus.NewUtterance;
import dev.referent.corpus.StoredName;
import dev.referent.corpus.TranscriptionId;
import dev.referent.corpus.Utterance;
import dev.referent.corpus.port.Corpus;
import dev.referent.corpus.storage.CorpusProvider;
import dev.referent.corpus.storage.CorpusSchema;
import dev.referent.jdbc.EnforcedDataSource;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import javax.sql.DataSource;

/** Embeds the corpus in a program of its own. No adapter is named here: the class path has one. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws SQLException, IOException {
        Path file = Files.createTempFile("corpus", ".db");
        try {
            run("jdbc:sqlite:" + file, System.out);
        } finally {
            Files.delete(file);
        }
    }

    /** Pairs an audio with its transcription, then with one that does not exist. */
    static void run(String url, PrintStream out) throws SQLException {
        DataSource source = EnforcedDataSource.open(url);
        CorpusSchema.migrate(source);
        CorpusProvider adapter = CorpusProvider.find();
        try (Corpus corpus = adapter.open(source, source)) {
            Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
            FileName text = new FileName("greeting.txt");
            TranscriptionId transcription =
                    corpus.transcriptions().add(new NewTranscription(text, text, "ŋa˧˥", now)).id();
            AudioId audio = corpus.audios()
                    .add(new NewAudio(new FileName("greeting.wav"), StoredName.fresh("wav"), now))
                    .id();

            Utterance pair = corpus.utterances().add(new NewUtterance(audio, transcription));
            out.println(adapter.name() + ": stored utterance " + pair.id().value());
            corpus.utterances().add(new NewUtterance(new AudioId(99999), new TranscriptionId(4)));
        } catch (ForeignKeyViolationException e) {
            e.violations().forEach(violation -> out.println(adapter.name() + ": " + violation.message()));
            e.undetermined().ifPresent(reason -> out.println(adapter.name() + ": not proved: " + reason));
        }
    }
}
