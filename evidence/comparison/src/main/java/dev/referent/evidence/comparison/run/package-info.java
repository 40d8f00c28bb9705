/** Runs scenarios and records what was sent, what came back and what is stored afterwards. */
@NullMarked
package dev.referent.evidence.comparison.run;

import org.jspecify.annotations.NullMarked;
