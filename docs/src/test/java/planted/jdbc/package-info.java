/** Breaks on purpose the rules that guard {@code jdbc}. */
@NullMarked
package planted.jdbc;

import org.jspecify.annotations.NullMarked;
