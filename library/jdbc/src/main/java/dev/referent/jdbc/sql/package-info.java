/** Parses SQL as far as Referent needs it; uses no database. */
@NullMarked
package dev.referent.jdbc.sql;

import org.jspecify.annotations.NullMarked;
