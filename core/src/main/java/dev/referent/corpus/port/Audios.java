package dev.referent.corpus.port;

import dev.referent.corpus.Audio;
import dev.referent.corpus.AudioId;
import dev.referent.corpus.NewAudio;

/** Keeps the rows of the recordings; their files are {@link AudioFiles}' business. */
public interface Audios extends Records<AudioId, NewAudio, Audio> {}
