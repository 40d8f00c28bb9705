/** What is read from a database's schema. */
@NullMarked
package dev.referent.jdbc.schema;

import org.jspecify.annotations.NullMarked;
