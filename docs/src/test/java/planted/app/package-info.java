/** Breaks on purpose the rules that guard {@code app}. */
@NullMarked
package planted.app;

import org.jspecify.annotations.NullMarked;
