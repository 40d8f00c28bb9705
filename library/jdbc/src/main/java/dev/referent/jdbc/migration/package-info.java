/** Finds the violations that a change of the schema would cause without an error from SQLite. */
@NullMarked
package dev.referent.jdbc.migration;

import org.jspecify.annotations.NullMarked;
