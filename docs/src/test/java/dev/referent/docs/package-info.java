/** Tests that hold the pages and the architecture to the code. */
@NullMarked
package dev.referent.docs;

import org.jspecify.annotations.NullMarked;
