package dev.referent.corpus;

import dev.referent.corpus.CorpusException.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A transcription to be stored.
 *
 * @param name the name that users know
 * @param fileName the name of the file
 * @param text the transcription, in normalization form C; at most {@value #MAX_TEXT_BYTES} bytes in UTF-8
 * @param createdAt when it was sent, in whole milliseconds
 */
public record NewTranscription(FileName name, FileName fileName, String text, Instant createdAt) {
    /** The maximum length of a text in bytes of UTF-8: about a day of speech. */
    public static final int MAX_TEXT_BYTES = 1 << 20;

    /**
     * Checks and normalizes the text.
     *
     * @throws InvalidInputException if the text is empty, malformed or too long
     */
    public NewTranscription {
        text = UnicodeText.nfc("the transcription's text", text);
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT_BYTES) {
            throw new InvalidInputException(
                    Kind.TOO_LARGE,
                    "the transcription's text is longer than " + ByteSize.of(MAX_TEXT_BYTES) + "; split it");
        }
    }
}
