package dev.referent.jdbc.differential;

import dev.referent.integrity.ForeignKeyViolation;
import java.util.List;
import java.util.Optional;

/**
 * What Referent reports of a failure.
 *
 * @param violations what it blames
 * @param undetermined why that may not be all; empty if it is
 */
record ReportedExplanation(List<ForeignKeyViolation> violations, Optional<String> undetermined) {}
