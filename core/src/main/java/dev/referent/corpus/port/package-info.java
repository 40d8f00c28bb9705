/** The ports: what the use cases need from a database and from a file store. */
@NullMarked
package dev.referent.corpus.port;

import org.jspecify.annotations.NullMarked;
