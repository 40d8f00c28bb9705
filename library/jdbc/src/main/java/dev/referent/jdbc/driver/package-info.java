/** The functions of SQLite and its driver: enforcement, savepoints, hooks, time limits and errors. */
@NullMarked
package dev.referent.jdbc.driver;

import org.jspecify.annotations.NullMarked;
