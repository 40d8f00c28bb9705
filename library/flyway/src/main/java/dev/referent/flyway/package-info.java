/** Lets Flyway accept Referent's driver URL. */
@NullMarked
package dev.referent.flyway;

import org.jspecify.annotations.NullMarked;
