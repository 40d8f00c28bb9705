/** Violations as the libraries above a DataSource report them, on real files. */
@NullMarked
package dev.referent.jdbc.ontop;

import org.jspecify.annotations.NullMarked;
