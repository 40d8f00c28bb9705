/** Enforced connections, explained violations and the audit, for any JDBC code on SQLite. */
@NullMarked
package dev.referent.jdbc;

import org.jspecify.annotations.NullMarked;
