/** The foreign keys of a database, as its schema declares them, and the queries for orphan rows. */
@NullMarked
package dev.referent.jdbc.schema;

import org.jspecify.annotations.NullMarked;
