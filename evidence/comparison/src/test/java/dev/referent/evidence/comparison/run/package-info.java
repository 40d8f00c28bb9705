/** Tests of the runner on engines that need no installation. */
@NullMarked
package dev.referent.evidence.comparison.run;

import org.jspecify.annotations.NullMarked;
