/**
 * PostgreSQL, servers that speak its protocol, and MariaDB, which enforce foreign keys themselves: Referent parses their
 * errors, completes them and throws typed exceptions.
 */
@NullMarked
package dev.referent.jdbc.server;

import org.jspecify.annotations.NullMarked;
