package dev.referent.corpus;

/**
 * A stored pair of a recording and a transcription. In a database written without enforcement, either may be missing.
 *
 * @param id the id
 * @param audio the recording
 * @param transcription the transcription
 */
public record Utterance(UtteranceId id, AudioId audio, TranscriptionId transcription) {}
