package dev.referent.corpus.port;

import dev.referent.corpus.Audio;
import dev.referent.corpus.AudioId;
import dev.referent.corpus.NewAudio;

/** Stores the rows of recordings. {@link AudioFiles} stores their files. */
public interface Audios extends Records<AudioId, NewAudio, Audio> {}
