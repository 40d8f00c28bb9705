/** Tests of the use cases, on a corpus in memory. */
@NullMarked
package dev.referent.corpus.usecase;

import org.jspecify.annotations.NullMarked;
