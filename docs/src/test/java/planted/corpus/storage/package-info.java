/** Breaks on purpose the rules that guard {@code corpus.storage}. */
@NullMarked
package planted.corpus.storage;

import org.jspecify.annotations.NullMarked;
