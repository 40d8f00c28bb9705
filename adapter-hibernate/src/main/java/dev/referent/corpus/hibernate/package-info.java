/** The ports of the corpus on Hibernate ORM: entities, queries by criteria where they are large, and HQL. */
@NullMarked
package dev.referent.corpus.hibernate;

import org.jspecify.annotations.NullMarked;
