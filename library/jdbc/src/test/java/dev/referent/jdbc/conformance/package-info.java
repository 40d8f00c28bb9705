/** Compares Referent's JDBC objects with the driver's, method by method. */
@NullMarked
package dev.referent.jdbc.conformance;

import org.jspecify.annotations.NullMarked;
