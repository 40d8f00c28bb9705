package dev.referent.corpus;

/**
 * A pair to be stored.
 *
 * @param audio the recording
 * @param transcription the text
 */
public record NewUtterance(AudioId audio, TranscriptionId transcription) {}
