/** Enforced connections for any mappers, and the corpus' ports on MyBatis: mappers and SQL. */
@NullMarked
package dev.referent.mybatis;

import org.jspecify.annotations.NullMarked;
