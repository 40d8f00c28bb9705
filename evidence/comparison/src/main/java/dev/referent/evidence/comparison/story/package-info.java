/** Stories: a few statements that a visitor edits and runs on SQLite, with and without Referent, in databases of their own. */
@NullMarked
package dev.referent.evidence.comparison.story;

import org.jspecify.annotations.NullMarked;
