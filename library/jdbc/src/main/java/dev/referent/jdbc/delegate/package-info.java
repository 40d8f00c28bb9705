/** Connections, statements and sources that hand every call to another one: what the enforcing ones stand on. */
@NullMarked
package dev.referent.jdbc.delegate;

import org.jspecify.annotations.NullMarked;
