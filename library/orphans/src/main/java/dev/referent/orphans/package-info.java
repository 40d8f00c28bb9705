/**
 * Finds the orphan rows that a database holds already, keeps new ones from an application's start, and repairs them so that
 * what is taken out can be put back.
 */
@NullMarked
package dev.referent.orphans;

import org.jspecify.annotations.NullMarked;
