/** Proves why a write failed. */
@NullMarked
package dev.referent.jdbc.explain;

import org.jspecify.annotations.NullMarked;
