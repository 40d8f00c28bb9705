/** Breaks on purpose the rules that guard {@code evidence.engines}. */
@NullMarked
package planted.evidence.engines;

import org.jspecify.annotations.NullMarked;
