/** The ports of the corpus on MyBatis: mappers and SQL. */
@NullMarked
package dev.referent.corpus.mybatis;

import org.jspecify.annotations.NullMarked;
