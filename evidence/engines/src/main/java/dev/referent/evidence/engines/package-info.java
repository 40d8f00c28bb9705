/** Database engines that can be started on this machine, with empty databases on them. */
@NullMarked
package dev.referent.evidence.engines;

import org.jspecify.annotations.NullMarked;
