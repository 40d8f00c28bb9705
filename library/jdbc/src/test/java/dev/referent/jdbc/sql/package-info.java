/** Tests of what Referent reads and writes of SQL. */
@NullMarked
package dev.referent.jdbc.sql;

import org.jspecify.annotations.NullMarked;
