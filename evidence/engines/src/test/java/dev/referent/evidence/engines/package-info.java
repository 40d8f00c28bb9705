/** Each engine starts, gives empty databases, and stops. */
@NullMarked
package dev.referent.evidence.engines;

import org.jspecify.annotations.NullMarked;
