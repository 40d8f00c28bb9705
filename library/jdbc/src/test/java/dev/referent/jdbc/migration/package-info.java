/** Rebuilds of tables, by hand and by migration tools. */
@NullMarked
package dev.referent.jdbc.migration;

import org.jspecify.annotations.NullMarked;
