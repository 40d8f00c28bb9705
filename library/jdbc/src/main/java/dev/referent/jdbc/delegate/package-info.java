/** What the enforcing connections, statements and data sources delegate instead of answering it: base classes, and calls by reflection. */
@NullMarked
package dev.referent.jdbc.delegate;

import org.jspecify.annotations.NullMarked;
