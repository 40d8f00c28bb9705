/** Tests on applications' own entity models. */
@NullMarked
package dev.referent.hibernate;

import org.jspecify.annotations.NullMarked;
