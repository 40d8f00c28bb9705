/** The goals without Maven; {@code src/it} has the projects that Maven builds. */
@NullMarked
package dev.referent.maven;

import org.jspecify.annotations.NullMarked;
