/** Each access path does what a user of it does, and what reaches the driver is counted. */
@NullMarked
package dev.referent.evidence.comparison.path;

import org.jspecify.annotations.NullMarked;
