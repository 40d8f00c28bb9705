/** The ports of the corpus on Hibernate ORM: entities and HQL. */
@NullMarked
package dev.referent.corpus.hibernate;

import org.jspecify.annotations.NullMarked;
