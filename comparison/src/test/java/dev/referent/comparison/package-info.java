@NullMarked
package dev.referent.comparison;

import org.jspecify.annotations.NullMarked;
