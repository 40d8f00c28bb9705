/** Breaks on purpose the rules that guard {@code corpus.app}. */
@NullMarked
package planted.corpus.app;

import org.jspecify.annotations.NullMarked;
