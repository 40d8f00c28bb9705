/**
 * Finds what a migration would lose, before it runs: {@link dev.referent.migrations.Lint} reads SQL files, and {@link
 * dev.referent.migrations.Rehearsal} runs migrations on a copy and counts.
 */
@NullMarked
package dev.referent.migrations;

import org.jspecify.annotations.NullMarked;
