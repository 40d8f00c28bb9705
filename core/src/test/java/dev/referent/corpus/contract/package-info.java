/**
 * The contracts of a database adapter, as interfaces of default tests. An adapter's test implements them on a real database
 * and adds nothing else.
 */
@NullMarked
package dev.referent.corpus.contract;

import org.jspecify.annotations.NullMarked;
