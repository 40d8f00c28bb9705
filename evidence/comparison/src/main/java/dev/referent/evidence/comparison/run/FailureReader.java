package dev.referent.evidence.comparison.run;

import dev.referent.evidence.comparison.scenario.Scenario;
import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hibernate.exception.ConstraintViolationException;
import org.postgresql.util.PSQLException;

/** Reads from an exception what a program can learn about the failure. */
final class FailureReader {
    /** The ids that scenarios use for a missing parent and for a referenced one; MariaDB's driver begins with the connection's number. */
    private static final Pattern VALUES = Pattern.compile("(?<!conn=)\\b(4711|815)\\b");

    private static final List<String> INTEGRITY_WORDS =
            List.of("foreign key", "constraint", "referenc", "depend", "cannot truncate", "main key table");

    private FailureReader() {}

    /** Returns what the exception says about the scenario's foreign keys. */
    static Failure of(Throwable exception, Scenario scenario) {
        List<Throwable> chain = chain(exception);
        Optional<SQLException> sql = first(chain, SQLException.class);
        String message =
                String.valueOf(sql.map(Throwable.class::cast).orElse(exception).getMessage());
        Optional<String> constraint = constraint(chain);
        return new Failure(
                exception.getClass().getName(),
                sql.map(e -> e.getClass().getName()).orElse(null),
                sql.map(SQLException::getSQLState).orElse(null),
                sql.map(SQLException::getErrorCode).orElse(0),
                message,
                constraint.orElse(null),
                constraint.isPresent() ? Failure.Known.TYPED : namedIn(message, scenario),
                values(chain, message),
                integrity(sql, message));
    }

    private static List<Throwable> chain(Throwable exception) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable next = exception; next != null && !chain.contains(next); next = next.getCause()) {
            chain.add(next);
            if (next.getCause() == null && next instanceof SQLException sql && sql.getNextException() != null) {
                chain.add(sql.getNextException());
            }
        }
        return chain;
    }

    private static <T> Optional<T> first(List<Throwable> chain, Class<T> type) {
        return chain.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    private static Optional<String> constraint(List<Throwable> chain) {
        Optional<String> referent = first(chain, ForeignKeyViolationSQLException.class)
                .map(e -> e.violations().stream()
                        .map(ForeignKeyViolation::foreignKey)
                        .map(key -> key.name())
                        .distinct()
                        .collect(Collectors.joining(", ")))
                .filter(names -> !names.isEmpty());
        Optional<String> hibernate =
                chain.stream().anyMatch(e -> e.getClass().getName().startsWith("org.hibernate."))
                        ? HibernateFailure.constraint(chain)
                        : Optional.empty();
        Optional<String> postgres = first(chain, PSQLException.class)
                .flatMap(e -> Optional.ofNullable(e.getServerErrorMessage()))
                .flatMap(e -> Optional.ofNullable(e.getConstraint()));
        return referent.or(() -> hibernate).or(() -> postgres);
    }

    private static Failure.Known namedIn(String message, Scenario scenario) {
        String text = message.toLowerCase(Locale.ROOT);
        return scenario.keys().stream().anyMatch(key -> text.contains(key.name().toLowerCase(Locale.ROOT)))
                ? Failure.Known.IN_TEXT
                : Failure.Known.NO;
    }

    private static Failure.Known values(List<Throwable> chain, String message) {
        boolean typed = first(chain, ForeignKeyViolationSQLException.class)
                .filter(e -> !e.violations().isEmpty())
                .isPresent();
        if (typed) {
            return Failure.Known.TYPED;
        }
        return VALUES.matcher(message).find() ? Failure.Known.IN_TEXT : Failure.Known.NO;
    }

    private static boolean integrity(Optional<SQLException> sql, String message) {
        String state = sql.flatMap(e -> Optional.ofNullable(e.getSQLState())).orElse("");
        String text = message.toLowerCase(Locale.ROOT);
        return state.startsWith("23")
                || state.startsWith("2B")
                || INTEGRITY_WORDS.stream().anyMatch(text::contains);
    }

    /** Reads Hibernate's exception, in a class of its own: Hibernate may be missing from the class path. */
    private static final class HibernateFailure {
        static Optional<String> constraint(List<Throwable> chain) {
            return first(chain, ConstraintViolationException.class)
                    .flatMap(e -> Optional.ofNullable(e.getConstraintName()));
        }
    }
}
