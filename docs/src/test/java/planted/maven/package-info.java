/** Breaks on purpose the rules that guard {@code maven}. */
@NullMarked
package planted.maven;

import org.jspecify.annotations.NullMarked;
