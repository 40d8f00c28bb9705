/** Reads SQL text as far as Referent has to understand it; knows no database. */
@NullMarked
package dev.referent.jdbc.sql;

import org.jspecify.annotations.NullMarked;
