/** Breaks on purpose the rules that guard {@code web}. */
@NullMarked
package planted.web;

import org.jspecify.annotations.NullMarked;
