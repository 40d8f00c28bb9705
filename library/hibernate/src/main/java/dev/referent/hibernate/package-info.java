/**
 * Enforced and explained foreign keys for applications on Hibernate and SQLite; Hibernate finds the module on the class path.
 */
@NullMarked
package dev.referent.hibernate;

import org.jspecify.annotations.NullMarked;
