/** Breaks on purpose the rules that guard {@code jdbc.inside}. */
@NullMarked
package planted.jdbc.inside;

import org.jspecify.annotations.NullMarked;
