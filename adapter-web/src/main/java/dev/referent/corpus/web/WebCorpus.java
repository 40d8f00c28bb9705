package dev.referent.corpus.web;

import dev.referent.corpus.port.AudioFiles;
import dev.referent.corpus.port.Audios;
import dev.referent.corpus.port.StorageCheck;
import dev.referent.corpus.port.Transcriptions;
import dev.referent.corpus.port.Utterances;
import dev.referent.corpus.usecase.AddAudio;
import dev.referent.corpus.usecase.AddTranscription;
import dev.referent.corpus.usecase.AddUtterance;
import dev.referent.corpus.usecase.RemoveRecord;

/**
 * The use cases and reading ports that a {@link WebServer} serves. The caller that starts the server creates them, and closes
 * their resources afterwards.
 *
 * @param audios finds and lists recordings
 * @param transcriptions finds and lists transcriptions
 * @param files opens the recordings' files
 * @param addAudio stores a recording
 * @param addTranscription stores a transcription
 * @param addUtterance pairs the two
 * @param utterances finds and lists pairs
 * @param removeRecord removes what no pair uses
 * @param storageCheck tells the health of the storage
 */
public record WebCorpus(
        Audios audios,
        Transcriptions transcriptions,
        AudioFiles files,
        AddAudio addAudio,
        AddTranscription addTranscription,
        AddUtterance addUtterance,
        Utterances utterances,
        RemoveRecord removeRecord,
        StorageCheck storageCheck) {

    /** Creates what a server serves whose storage has no check of its own. */
    public WebCorpus(
            Audios audios,
            Transcriptions transcriptions,
            AudioFiles files,
            AddAudio addAudio,
            AddTranscription addTranscription,
            AddUtterance addUtterance,
            Utterances utterances,
            RemoveRecord removeRecord) {
        this(
                audios,
                transcriptions,
                files,
                addAudio,
                addTranscription,
                addUtterance,
                utterances,
                removeRecord,
                StorageCheck.Findings::none);
    }
}
