package dev.referent.core.corpus;

/** Keeps the rows of the recordings; their files are {@link AudioFiles}' business. */
public interface Audios extends Records<AudioId, NewAudio, Audio> {}
