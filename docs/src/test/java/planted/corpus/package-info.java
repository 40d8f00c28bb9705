/** Breaks on purpose the rules that guard the core. */
@NullMarked
package planted.corpus;

import org.jspecify.annotations.NullMarked;
