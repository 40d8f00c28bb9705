/** Tests of the corpus contract on MyBatis. */
@NullMarked
package dev.referent.corpus.mybatis;

import org.jspecify.annotations.NullMarked;
