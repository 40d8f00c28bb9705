@NullMarked
package dev.referent.comparison.report;

import org.jspecify.annotations.NullMarked;
