/** Finds the violations that SQLite accepts: those of work without enforcement, and of a DROP TABLE. */
@NullMarked
package dev.referent.jdbc.unenforced;

import org.jspecify.annotations.NullMarked;
