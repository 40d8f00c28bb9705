/** The access paths: the same operations through JDBC, Hibernate and MyBatis, each used idiomatically. */
@NullMarked
package dev.referent.evidence.comparison.path;

import org.jspecify.annotations.NullMarked;
