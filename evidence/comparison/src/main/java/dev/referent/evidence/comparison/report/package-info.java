/** The report of a comparison, and its formats: JSON, Markdown, plain text and HTML. */
@NullMarked
package dev.referent.evidence.comparison.report;

import org.jspecify.annotations.NullMarked;
