/** The scenarios: small values that say what is asked, on which tables, by which steps. */
@NullMarked
package dev.referent.evidence.comparison.scenario;

import org.jspecify.annotations.NullMarked;
