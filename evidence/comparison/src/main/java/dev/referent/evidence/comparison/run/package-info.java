/** Runs scenarios and observes: what was sent, what came back, what is stored afterwards. */
@NullMarked
package dev.referent.evidence.comparison.run;

import org.jspecify.annotations.NullMarked;
