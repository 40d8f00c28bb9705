/** The domain: audio, transcriptions and utterances, their rules, and the ports that store them. */
@NullMarked
package dev.referent.core.corpus;

import org.jspecify.annotations.NullMarked;
