/** Threads, cancels and schema changes against one database: what a program loses with Referent and with the bare driver. */
@NullMarked
package dev.referent.jdbc.storm;

import org.jspecify.annotations.NullMarked;
