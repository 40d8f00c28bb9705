/** What both ORM adapters need beside the ORM: the SQL schema, failures mapped to the core's, and the file store. */
@NullMarked
package dev.referent.corpus.storage;

import org.jspecify.annotations.NullMarked;
