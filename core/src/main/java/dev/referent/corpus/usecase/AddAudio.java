package dev.referent.corpus.usecase;

import dev.referent.corpus.Audio;
import dev.referent.corpus.FileName;
import dev.referent.corpus.NewAudio;
import dev.referent.corpus.port.AudioFiles;
import dev.referent.corpus.port.Audios;
import dev.referent.corpus.port.Corpus;
import dev.referent.corpus.port.InFlightFile;
import java.io.InputStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** Stores a recording with its file. */
public final class AddAudio {
    private static final Set<String> EXTENSIONS = Set.of("wav", "wave", "mp3");

    private final Audios audios;
    private final AudioFiles files;
    private final SettleFiles settleFiles;
    private final Clock clock;

    /**
     * Creates the use case.
     *
     * @param corpus stores the row
     * @param files stores the file
     * @param clock the clock for the creation time
     */
    public AddAudio(Corpus corpus, AudioFiles files, Clock clock) {
        this.audios = corpus.audios();
        this.files = files;
        this.settleFiles = new SettleFiles(corpus.knownFiles(), files);
        this.clock = clock;
    }

    /**
     * Stores a recording.
     *
     * @param name the file name, with the extension wav, wave or mp3
     * @param content the content; read to the end, not closed
     * @throws dev.referent.corpus.InvalidInputException if the extension is not accepted, the name is not legible, or the
     *     content is empty or too large; neither a file nor a row is stored
     */
    public Audio add(FileName name, InputStream content) {
        name.requireLegible(); // first, because the next message contains the name
        name.requireExtension(EXTENSIONS);
        InFlightFile file = files.stage(name.extension(), content);
        Audio stored = store(name, file);
        file.keep();
        return stored;
    }

    private Audio store(FileName name, InFlightFile file) {
        try {
            return audios.add(new NewAudio(name, file.name(), clock.instant().truncatedTo(ChronoUnit.MILLIS)));
        } catch (RuntimeException e) {
            settleFiles.settleAfter(e, file);
            throw e;
        }
    }
}
