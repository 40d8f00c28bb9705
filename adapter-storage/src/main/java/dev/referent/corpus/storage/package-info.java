/** What the ORM adapters share: the SQL schema, the mapping of exceptions to the core's, and the file store. */
@NullMarked
package dev.referent.corpus.storage;

import org.jspecify.annotations.NullMarked;
