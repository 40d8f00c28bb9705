package dev.referent.docs.ways;

import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What has come of a write that a foreign key should reject.
 *
 * @param write what the write threw
 * @param commit what the commit after it threw
 * @param stored how many good rows of its transaction are stored
 * @param orphans how many rows without a parent are stored
 */
public record Outcome(@Nullable Exception write, @Nullable Exception commit, int stored, int orphans) {

    /** Returns whatever was thrown first; nothing if nothing was. */
    public Optional<Exception> failure() {
        return Optional.ofNullable(write).or(() -> Optional.ofNullable(commit));
    }

    /** Names the outermost exception, and where it comes if that is only at the commit. */
    public String exception() {
        return failure()
                .map(exception -> (write == null ? "at the commit: " : "") + name(exception))
                .orElse("none");
    }

    /** Names each violated key, with its values, and the row if it was in a batch. */
    public String violations() {
        List<ForeignKeyViolation> violations = failure().stream()
                .flatMap(Outcome::chain)
                .filter(ForeignKeyViolationSQLException.class::isInstance)
                .limit(1)
                .flatMap(cause -> ((ForeignKeyViolationSQLException) cause).violations().stream())
                .toList();
        return violations.stream().map(Outcome::text).collect(Collectors.joining("; "));
    }

    /** Says what the program is told at the commit, and what is stored. */
    public String afterwards(int good) {
        String told = write == null ? "" : commit == null ? "commit returns, " : "commit throws " + name(commit) + ", ";
        return told + stored + " of " + good + " stored";
    }

    /** Returns the messages of whatever was thrown, and of the causes. */
    public String messages() {
        return Stream.of(Optional.ofNullable(write), Optional.ofNullable(commit))
                .flatMap(Optional::stream)
                .flatMap(Outcome::chain)
                .map(Throwable::toString)
                .collect(Collectors.joining("\n"));
    }

    private static Stream<Throwable> chain(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }

    private static String name(Exception exception) {
        String name = exception.getClass().getSimpleName();
        return exception.getClass().getName().startsWith("dev.referent.") ? "`" + name + "`" : name;
    }

    private static String text(ForeignKeyViolation violation) {
        String row = violation.batchIndex().isPresent()
                ? " in row " + violation.batchIndex().getAsInt()
                : "";
        return "`" + violation.foreignKey().name() + "` " + violation.key() + row;
    }
}
