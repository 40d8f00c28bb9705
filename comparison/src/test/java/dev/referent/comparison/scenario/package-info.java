/** The catalogue of scenarios is complete and well-formed. */
@NullMarked
package dev.referent.comparison.scenario;

import org.jspecify.annotations.NullMarked;
