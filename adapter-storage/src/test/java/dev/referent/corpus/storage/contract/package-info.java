/** What the tests of every adapter on this one's connections share: a real file behind real pools, and their contract. */
@NullMarked
package dev.referent.corpus.storage.contract;

import org.jspecify.annotations.NullMarked;
