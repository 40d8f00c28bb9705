/** The scenarios, as data: a question, tables and steps. */
@NullMarked
package dev.referent.evidence.comparison.scenario;

import org.jspecify.annotations.NullMarked;
