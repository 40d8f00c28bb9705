/** Breaks on purpose the rules that guard {@code hibernate}. */
@NullMarked
package planted.hibernate;

import org.jspecify.annotations.NullMarked;
