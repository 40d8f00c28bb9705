/** The contracts that the ORM adapters share, on real databases behind real pools. */
@NullMarked
package dev.referent.corpus.storage.contract;

import org.jspecify.annotations.NullMarked;
