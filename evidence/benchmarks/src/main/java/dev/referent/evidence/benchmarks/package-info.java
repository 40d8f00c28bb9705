/** Measurements of whole programs; each prints its figures and is run by the command in the README of this module. */
@NullMarked
package dev.referent.evidence.benchmarks;

import org.jspecify.annotations.NullMarked;
