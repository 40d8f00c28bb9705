package dev.referent.core.usecase;

import dev.referent.core.corpus.Audio;
import dev.referent.core.corpus.AudioFiles;
import dev.referent.core.corpus.Audios;
import dev.referent.core.corpus.CorpusPorts;
import dev.referent.core.corpus.FileName;
import dev.referent.core.corpus.InFlightFile;
import dev.referent.core.corpus.NewAudio;
import java.io.InputStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** Stores a recording, its file and its row together. */
public final class AddAudio {
    private static final Set<String> EXTENSIONS = Set.of("wav", "wave", "mp3");

    private final Audios audios;
    private final AudioFiles files;
    private final SettleFiles settleFiles;
    private final Clock clock;

    /**
     * Creates the use case.
     *
     * @param corpus keeps the row
     * @param files keeps the file
     * @param clock tells the time of the upload
     */
    public AddAudio(CorpusPorts corpus, AudioFiles files, Clock clock) {
        this.audios = corpus.audios();
        this.files = files;
        this.settleFiles = new SettleFiles(corpus.knownFiles(), files);
        this.clock = clock;
    }

    /**
     * Stores one recording.
     *
     * @param name the file's name, ending in wav, wave or mp3
     * @param content the bytes; read to the end, not closed
     * @throws dev.referent.core.RefusedInputException if the name's type is not accepted, or the content is empty or too
     *     large; neither a file nor a row is left
     */
    public Audio add(FileName name, InputStream content) {
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
