/** Flyway by the URL of Referent's driver. */
@NullMarked
package dev.referent.flyway;

import org.jspecify.annotations.NullMarked;
