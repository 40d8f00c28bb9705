/** What a run of the comparison came to, and how it is shown: as JSON, Markdown, a table of text, a page. */
@NullMarked
package dev.referent.evidence.comparison.report;

import org.jspecify.annotations.NullMarked;
