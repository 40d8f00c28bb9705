/** Work without enforcement: rebuilds of tables, by hand and by migration tools, and bulk writes. */
@NullMarked
package dev.referent.jdbc.unenforced;

import org.jspecify.annotations.NullMarked;
