/**
 * Enforced connections and explained violations, for any JDBC code on SQLite.
 *
 * <p>What is public here is the API. The packages below are no part of it, and change without notice.
 */
@NullMarked
package dev.referent.jdbc;

import org.jspecify.annotations.NullMarked;
