/** Parses and writes SQL as far as Referent needs it, and executes it through JDBC for the modules that read databases so. */
@NullMarked
package dev.referent.jdbc.sql;

import org.jspecify.annotations.NullMarked;
