package dev.referent.corpus;

/**
 * A stored pair. In a file from the days before enforcement either end may point at nothing.
 *
 * @param id its id
 * @param audio the recording
 * @param transcription the text
 */
public record Utterance(UtteranceId id, AudioId audio, TranscriptionId transcription) {}
