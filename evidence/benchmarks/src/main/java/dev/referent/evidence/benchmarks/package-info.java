/** Benchmarks. Each prints its results; the README of this module has the commands. */
@NullMarked
package dev.referent.evidence.benchmarks;

import org.jspecify.annotations.NullMarked;
