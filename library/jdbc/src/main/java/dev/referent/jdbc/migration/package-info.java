/** Finds what a change of the schema would break and SQLite would let through. */
@NullMarked
package dev.referent.jdbc.migration;

import org.jspecify.annotations.NullMarked;
