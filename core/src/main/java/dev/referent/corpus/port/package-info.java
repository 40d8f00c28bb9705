/** The ports: what the use cases need of a database and of a file store. */
@NullMarked
package dev.referent.corpus.port;

import org.jspecify.annotations.NullMarked;
