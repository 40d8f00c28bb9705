/** Tests of the audit, the repair and the restore, on real files. */
@NullMarked
package dev.referent.orphans;

import org.jspecify.annotations.NullMarked;
