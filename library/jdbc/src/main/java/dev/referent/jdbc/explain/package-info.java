/** Proves why the database has refused a write. */
@NullMarked
package dev.referent.jdbc.explain;

import org.jspecify.annotations.NullMarked;
