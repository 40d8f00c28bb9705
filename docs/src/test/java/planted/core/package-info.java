/** Breaks on purpose the rules that guard {@code core}. */
@NullMarked
package planted.core;

import org.jspecify.annotations.NullMarked;
