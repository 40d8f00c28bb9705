/**
 * PostgreSQL, what speaks its protocol, and MariaDB, which enforce foreign keys by themselves: their refusals are read,
 * completed and typed.
 */
@NullMarked
package dev.referent.jdbc.server;

import org.jspecify.annotations.NullMarked;
