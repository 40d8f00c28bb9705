/** Enforced connections and explained violations for any mappers. */
@NullMarked
package dev.referent.mybatis;

import org.jspecify.annotations.NullMarked;
