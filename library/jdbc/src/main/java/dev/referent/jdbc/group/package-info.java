/** Transactions of several borrowers that share one COMMIT. */
@NullMarked
package dev.referent.jdbc.group;

import org.jspecify.annotations.NullMarked;
