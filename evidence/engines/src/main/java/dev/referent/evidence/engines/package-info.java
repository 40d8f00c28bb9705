/** The engines: how each is started on this machine, and how one gets an empty database of it. */
@NullMarked
package dev.referent.evidence.engines;

import org.jspecify.annotations.NullMarked;
