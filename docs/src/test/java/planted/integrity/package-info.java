/** Breaks on purpose the rules that guard {@code integrity}. */
@NullMarked
package planted.integrity;

import org.jspecify.annotations.NullMarked;
