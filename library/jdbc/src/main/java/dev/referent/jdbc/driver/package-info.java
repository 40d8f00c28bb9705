/** What only SQLite and its driver can do or tell: enforcement, savepoints, hooks, time limits and failures. */
@NullMarked
package dev.referent.jdbc.driver;

import org.jspecify.annotations.NullMarked;
