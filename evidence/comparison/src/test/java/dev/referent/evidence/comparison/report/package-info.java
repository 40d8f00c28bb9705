@NullMarked
package dev.referent.evidence.comparison.report;

import org.jspecify.annotations.NullMarked;
