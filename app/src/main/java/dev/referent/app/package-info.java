/** The one {@code referent} command: wires an adapter, the core and the web, and nothing else. */
@NullMarked
package dev.referent.app;

import org.jspecify.annotations.NullMarked;
