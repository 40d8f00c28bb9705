/** Breaks on purpose the rules that guard {@code corpus.mybatis}. */
@NullMarked
package planted.corpus.mybatis;

import org.jspecify.annotations.NullMarked;
