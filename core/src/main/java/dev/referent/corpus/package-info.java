/** The domain: audio, transcriptions and utterances, their rules, and an exception for each kind of violated rule. */
@NullMarked
package dev.referent.corpus;

import org.jspecify.annotations.NullMarked;
