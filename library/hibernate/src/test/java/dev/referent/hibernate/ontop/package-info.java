/** Violations as the libraries above Hibernate report them, on real files. */
@NullMarked
package dev.referent.hibernate.ontop;

import org.jspecify.annotations.NullMarked;
