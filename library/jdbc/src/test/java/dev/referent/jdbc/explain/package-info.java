/** What a refused write is explained by, scenario by scenario, and compared with the bare driver. */
@NullMarked
package dev.referent.jdbc.explain;

import org.jspecify.annotations.NullMarked;
