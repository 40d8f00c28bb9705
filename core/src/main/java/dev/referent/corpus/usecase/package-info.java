/** The use cases of the corpus. Each returns or throws a typed outcome. */
@NullMarked
package dev.referent.corpus.usecase;

import org.jspecify.annotations.NullMarked;
