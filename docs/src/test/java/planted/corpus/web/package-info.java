/** Breaks on purpose the rules that guard {@code corpus.web}. */
@NullMarked
package planted.corpus.web;

import org.jspecify.annotations.NullMarked;
