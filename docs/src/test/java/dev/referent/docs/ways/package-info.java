/** The ways in which a write reaches SQLite, each tried with and without Referent. */
@NullMarked
package dev.referent.docs.ways;

import org.jspecify.annotations.NullMarked;
