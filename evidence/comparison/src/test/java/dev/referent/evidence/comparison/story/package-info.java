/** Tests of the stories, on real SQLite files. */
@NullMarked
package dev.referent.evidence.comparison.story;

import org.jspecify.annotations.NullMarked;
