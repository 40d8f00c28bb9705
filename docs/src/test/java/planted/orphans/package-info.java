/** Breaks on purpose the rules that guard {@code orphans}. */
@NullMarked
package planted.orphans;

import org.jspecify.annotations.NullMarked;
