/** The one family of exceptions that Referent's core throws. */
@NullMarked
package dev.referent.core;

import org.jspecify.annotations.NullMarked;
