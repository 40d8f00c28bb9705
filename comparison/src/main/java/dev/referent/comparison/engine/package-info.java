/** The engines: how each is started on this machine, and how one gets an empty database of it. */
@NullMarked
package dev.referent.comparison.engine;

import org.jspecify.annotations.NullMarked;
