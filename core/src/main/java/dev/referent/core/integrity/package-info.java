/** The integrity vocabulary: foreign keys, their violations, what explains them, and the check beforehand. */
@NullMarked
package dev.referent.core.integrity;

import org.jspecify.annotations.NullMarked;
