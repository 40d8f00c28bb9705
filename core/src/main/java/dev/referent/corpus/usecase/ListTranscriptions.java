package dev.referent.corpus.usecase;

import dev.referent.corpus.ByteSize;
import dev.referent.corpus.InvalidInputException;
import dev.referent.corpus.Listing;
import dev.referent.corpus.NewTranscription;
import dev.referent.corpus.Page;
import dev.referent.corpus.Transcription;
import dev.referent.corpus.port.Transcriptions;

/**
 * Lists transcriptions, but not more text at once than memory is sure to hold.
 *
 * @param transcriptions stores them
 */
public record ListTranscriptions(Transcriptions transcriptions) {
    /** The size of a page that has any texts, even the longest. */
    public static final int ANY_TEXTS = 20;

    /** The maximum length of the texts of a page, in bytes of UTF-8. */
    public static final long MAX_TEXT_BYTES = (long) ANY_TEXTS * NewTranscription.MAX_TEXT_BYTES;

    /**
     * Returns one page of all transcriptions, in id order, and their total.
     *
     * @throws InvalidInputException if the texts of the page are too long together
     */
    public Listing<Transcription> list(Page page) {
        if (page.size() > ANY_TEXTS) {
            long bytes = transcriptions.textBytes(page);
            if (bytes > MAX_TEXT_BYTES) {
                throw new InvalidInputException("the page has " + ByteSize.of(bytes) + " of text, and at most "
                        + ByteSize.of(MAX_TEXT_BYTES) + " are sent at once; ask for fewer records, a pageSize of "
                        + ANY_TEXTS
                        + " is never too large");
            }
        }
        return transcriptions.list(page);
    }
}
