/** Runs the same foreign-key scenarios on many engines and access paths, and reports what they do. */
@NullMarked
package dev.referent.evidence.comparison;

import org.jspecify.annotations.NullMarked;
