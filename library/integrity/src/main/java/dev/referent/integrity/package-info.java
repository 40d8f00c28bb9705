/** The integrity vocabulary: foreign keys, their violations, and what explains them. */
@NullMarked
package dev.referent.integrity;

import org.jspecify.annotations.NullMarked;
