/** Tests of the domain rules. */
@NullMarked
package dev.referent.corpus;

import org.jspecify.annotations.NullMarked;
