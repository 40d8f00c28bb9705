/** Connections, statements and data sources that delegate every call: the base classes of the enforcing ones. */
@NullMarked
package dev.referent.jdbc.delegate;

import org.jspecify.annotations.NullMarked;
