/** What a user can do with the corpus; each use case returns or throws a typed outcome. */
@NullMarked
package dev.referent.corpus.usecase;

import org.jspecify.annotations.NullMarked;
