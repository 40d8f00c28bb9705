package dev.referent.corpus.usecase;

import dev.referent.corpus.Audio;
import dev.referent.corpus.AudioId;
import dev.referent.corpus.ForeignKeyViolationException;
import dev.referent.corpus.Listing;
import dev.referent.corpus.Reference;
import dev.referent.corpus.Transcription;
import dev.referent.corpus.TranscriptionId;
import dev.referent.corpus.UtteranceId;
import dev.referent.corpus.port.AudioFiles;
import dev.referent.corpus.port.Corpus;
import dev.referent.corpus.port.InFlightFile;
import java.util.Optional;

/** Removes a record that no utterance uses, including the file of a recording. */
public final class RemoveRecord {
    /** How often a removal is tried if the referencing utterances are deleted before they can be read. */
    private static final int TRIES = 3;

    private final Corpus corpus;
    private final AudioFiles files;
    private final SettleFiles settleFiles;

    /**
     * Creates the use case.
     *
     * @param corpus stores the rows
     * @param files stores the recordings' files
     */
    public RemoveRecord(Corpus corpus, AudioFiles files) {
        this.corpus = corpus;
        this.files = files;
        this.settleFiles = new SettleFiles(corpus.knownFiles(), files);
    }

    /**
     * Removes a record.
     *
     * @return false if there is no such record
     *
     * @param record the record to remove
     * @throws StillInUseException if utterances use it; nothing is removed
     */
    public boolean remove(Reference record) {
        return switch (record.kind()) {
            case AUDIO ->
                corpus.audios()
                        .find(new AudioId(record.id()))
                        .map(this::removeWithFile)
                        .orElse(false);
            case TRANSCRIPTION, UTTERANCE -> removeRow(record, TRIES);
        };
    }

    private boolean removeWithFile(Audio audio) {
        InFlightFile file = files.markForRemoval(audio.storedName());
        boolean removed;
        try {
            removed = removeRow(audio.id().reference(), TRIES);
        } catch (RuntimeException e) {
            settleFiles.settleAfter(e, file);
            throw e;
        }
        settleFiles.settleAfterSuccess(file);
        return removed;
    }

    private boolean removeRow(Reference record, int tries) {
        try {
            return corpus.removal().remove(record);
        } catch (ForeignKeyViolationException e) {
            Listing<UtteranceId> users = usersOf(record);
            if (users.total() == 0 && tries > 1) {
                return removeRow(record, tries - 1);
            }
            if (users.total() == 0 && e.violations().isEmpty()) {
                throw e; // nothing proves that an utterance uses it
            }
            throw new StillInUseException(record, users, e);
        }
    }

    private Listing<UtteranceId> usersOf(Reference record) {
        Optional<Listing<UtteranceId>> users =
                switch (record.kind()) {
                    case AUDIO -> corpus.audios().find(new AudioId(record.id())).map(Audio::inUtterances);
                    case TRANSCRIPTION ->
                        corpus.transcriptions()
                                .find(new TranscriptionId(record.id()))
                                .map(Transcription::inUtterances);
                    case UTTERANCE -> Optional.empty();
                };
        return users.orElse(Listing.empty());
    }
}
