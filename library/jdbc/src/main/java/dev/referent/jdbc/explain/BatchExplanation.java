package dev.referent.jdbc.explain;

import dev.referent.integrity.Explanation;
import java.util.OptionalInt;

/**
 * Why a batch was refused.
 *
 * @param explanation the refused rows
 * @param stoppedAt the row that stopped it, counted from 0; empty if that could not be told
 * @param oneChangeEach whether each row before has changed one row
 */
public record BatchExplanation(Explanation explanation, OptionalInt stoppedAt, boolean oneChangeEach) {}
