/** Each engine starts, gives empty databases, and stops. */
@NullMarked
package dev.referent.comparison.engine;

import org.jspecify.annotations.NullMarked;
