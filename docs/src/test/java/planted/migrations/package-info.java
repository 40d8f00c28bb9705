/** Breaks on purpose the rules that guard {@code migrations}. */
@NullMarked
package planted.migrations;

import org.jspecify.annotations.NullMarked;
