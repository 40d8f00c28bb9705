/** What Referent adds to any application on Hibernate and SQLite, found by Hibernate itself on the class path. */
@NullMarked
package dev.referent.hibernate;

import org.jspecify.annotations.NullMarked;
