/** Tests of the domain's rules. */
@NullMarked
package dev.referent.corpus;

import org.jspecify.annotations.NullMarked;
