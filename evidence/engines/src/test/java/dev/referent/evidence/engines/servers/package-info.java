/** Real servers for tests: PostgreSQL and MariaDB, each started once for all tests. */
@NullMarked
package dev.referent.evidence.engines.servers;

import org.jspecify.annotations.NullMarked;
