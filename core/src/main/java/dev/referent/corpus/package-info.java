/** The domain: audio, transcriptions and utterances, their rules, and the exceptions that say which rule was broken. */
@NullMarked
package dev.referent.corpus;

import org.jspecify.annotations.NullMarked;
