/** What libraries that stand on Hibernate make of a refusal; real libraries, real files. */
@NullMarked
package dev.referent.hibernate.ontop;

import org.jspecify.annotations.NullMarked;
