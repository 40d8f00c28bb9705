/** Tests that each access path behaves as in a real program, and that what reaches the driver is counted. */
@NullMarked
package dev.referent.evidence.comparison.path;

import org.jspecify.annotations.NullMarked;
