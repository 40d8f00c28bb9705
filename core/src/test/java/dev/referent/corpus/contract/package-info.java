/**
 * What every adapter of a database must do, as interfaces of default tests: an adapter's test implements them over a real
 * database and adds nothing else.
 */
@NullMarked
package dev.referent.corpus.contract;

import org.jspecify.annotations.NullMarked;
