/** Breaks no rule; whoever knows it from outside does. */
@NullMarked
package planted.jdbc.inside;

import org.jspecify.annotations.NullMarked;
