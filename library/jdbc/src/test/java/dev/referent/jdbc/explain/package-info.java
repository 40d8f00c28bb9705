/** What explains a rejected write, scenario by scenario, and compared with the bare driver. */
@NullMarked
package dev.referent.jdbc.explain;

import org.jspecify.annotations.NullMarked;
