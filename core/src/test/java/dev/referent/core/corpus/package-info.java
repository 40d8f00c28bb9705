/** Tests of the domain's rules. */
@NullMarked
package dev.referent.core.corpus;

import org.jspecify.annotations.NullMarked;
