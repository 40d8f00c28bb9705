package dev.referent.corpus;

/**
 * An utterance to be stored.
 *
 * @param audio the recording
 * @param transcription the transcription
 */
public record NewUtterance(AudioId audio, TranscriptionId transcription) {}
