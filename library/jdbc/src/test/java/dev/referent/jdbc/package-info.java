/** Tests against the real driver, real files and a real pool. */
@NullMarked
package dev.referent.jdbc;

import org.jspecify.annotations.NullMarked;
