/** Breaks on purpose the rules that guard {@code corpus.hibernate}. */
@NullMarked
package planted.corpus.hibernate;

import org.jspecify.annotations.NullMarked;
