/** Tests on real PostgreSQL and MariaDB servers. */
@NullMarked
package dev.referent.jdbc.server;

import org.jspecify.annotations.NullMarked;
