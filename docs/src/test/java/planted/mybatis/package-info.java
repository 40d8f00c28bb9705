/** Breaks on purpose the rules that guard {@code mybatis}. */
@NullMarked
package planted.mybatis;

import org.jspecify.annotations.NullMarked;
