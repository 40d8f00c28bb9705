/** The access paths: the same operations through JDBC, Hibernate and MyBatis, each in its own idiom. */
@NullMarked
package dev.referent.evidence.comparison.path;

import org.jspecify.annotations.NullMarked;
