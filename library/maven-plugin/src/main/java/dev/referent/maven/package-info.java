/** The goals of {@code referent-maven-plugin}: they run a check of the library, show its report and fail the build. */
@NullMarked
package dev.referent.maven;

import org.jspecify.annotations.NullMarked;
