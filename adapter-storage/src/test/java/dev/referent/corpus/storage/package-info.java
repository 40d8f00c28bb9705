/** Tests of the SQL schema and the file store. */
@NullMarked
package dev.referent.corpus.storage;

import org.jspecify.annotations.NullMarked;
