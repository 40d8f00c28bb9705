/** What the runner observes, on the engines that need no installation. */
@NullMarked
package dev.referent.evidence.comparison.run;

import org.jspecify.annotations.NullMarked;
