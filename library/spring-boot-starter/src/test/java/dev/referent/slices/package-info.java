/** Slices of an application, as its own tests start them. */
@NullMarked
package dev.referent.slices;

import org.jspecify.annotations.NullMarked;
