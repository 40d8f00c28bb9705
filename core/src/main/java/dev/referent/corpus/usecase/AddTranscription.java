package dev.referent.corpus.usecase;

import dev.referent.corpus.FileName;
import dev.referent.corpus.NewTranscription;
import dev.referent.corpus.Transcription;
import dev.referent.corpus.UnicodeText;
import dev.referent.corpus.port.Transcriptions;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/** Stores a transcription, from text or from a file. */
public final class AddTranscription {
    private static final Set<String> EXTENSIONS = Set.of("txt", "phonemes", "phonemes_and_tones");
    private static final FileName UNTITLED = new FileName("untitled.txt");

    private final Transcriptions transcriptions;
    private final Clock clock;

    /**
     * Creates the use case.
     *
     * @param transcriptions stores the transcription
     * @param clock the clock for the creation time
     */
    public AddTranscription(Transcriptions transcriptions, Clock clock) {
        this.transcriptions = transcriptions;
        this.clock = clock;
    }

    /**
     * Stores a text.
     *
     * @param text the transcription
     * @param fileName the name of the file; {@code untitled.txt} if empty
     * @param name the name that users know; the file name if empty
     * @throws dev.referent.corpus.InvalidInputException if the text is empty, malformed or too long, or a
     *     name is not legible; nothing is stored
     */
    public Transcription add(String text, Optional<FileName> fileName, Optional<FileName> name) {
        FileName file = fileName.orElse(UNTITLED);
        file.requireLegible();
        name.ifPresent(FileName::requireLegible);
        return transcriptions.add(new NewTranscription(
                name.orElse(file), file, text, clock.instant().truncatedTo(ChronoUnit.MILLIS)));
    }

    /**
     * Stores the text of a file.
     *
     * @param fileName the file name, with the extension txt, phonemes or phonemes_and_tones
     * @param utf8 the content
     * @throws dev.referent.corpus.InvalidInputException if the extension is not accepted, or the content is not UTF-8, empty,
     *     malformed or too long; nothing is stored
     */
    public Transcription addFile(FileName fileName, byte[] utf8) {
        fileName.requireLegible(); // first, because the next message contains the name
        fileName.requireExtension(EXTENSIONS);
        return add(UnicodeText.decode("the file " + fileName.value(), utf8), Optional.of(fileName), Optional.empty());
    }
}
