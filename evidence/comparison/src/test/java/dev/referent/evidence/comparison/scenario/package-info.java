/** Tests that the list of scenarios is complete and well-formed. */
@NullMarked
package dev.referent.evidence.comparison.scenario;

import org.jspecify.annotations.NullMarked;
