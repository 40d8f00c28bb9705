/** Tests that each engine starts, creates empty databases and stops. */
@NullMarked
package dev.referent.evidence.engines;

import org.jspecify.annotations.NullMarked;
