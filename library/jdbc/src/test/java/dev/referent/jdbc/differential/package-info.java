/** What Referent says and leaves behind, compared with the bare driver and with an oracle, on generated schemas. */
@NullMarked
package dev.referent.jdbc.differential;

import org.jspecify.annotations.NullMarked;
