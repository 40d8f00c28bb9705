@NullMarked
package dev.referent.evidence.comparison;

import org.jspecify.annotations.NullMarked;
