/** The one {@code referent} command: wires an adapter, the core and the web, and nothing else. */
@NullMarked
package dev.referent.corpus.app;

import org.jspecify.annotations.NullMarked;
