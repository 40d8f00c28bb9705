package dev.referent.spring;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Says of a start that failed without a connection what is wrong with {@code spring.datasource.url}. Spring Boot, its pool and Hibernate
 * report a missing driver or dialect then, and not the reason. It comes before Spring Boot's own analyzer, which says that there is no
 * URL.
 */
@Order(0)
final class UrlFailureAnalyzer implements FailureAnalyzer {
    /** What the pool, Spring Boot and Hibernate say. */
    private static final Pattern NO_CONNECTION = Pattern.compile("jdbcUrl|suitable driver|determine Dialect");

    private final Environment environment;

    UrlFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        String url = environment.getProperty("spring.datasource.url");
        return url == null || !isWithoutConnection(failure) ? null : analysis(url, failure);
    }

    private static boolean isWithoutConnection(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null
                    && NO_CONNECTION.matcher(cause.getMessage()).find()) {
                return true;
            }
        }
        return false;
    }

    private @Nullable FailureAnalysis analysis(String url, Throwable failure) {
        boolean chosen = environment.containsProperty("spring.datasource.driver-class-name");
        if (!chosen && url.startsWith("jdbc:referent:")) {
            return new FailureAnalysis(
                    "Spring Boot does not know the driver of spring.datasource.url=" + shown(url) + ".",
                    "Write the URL without \"referent:\", because the starter enforces foreign keys on every data source;"
                            + " or set spring.datasource.driver-class-name=dev.referent.jdbc.ReferentDriver.",
                    failure);
        }
        if (!chosen && !isAccepted(url)) {
            return new FailureAnalysis(
                    "No JDBC driver accepts spring.datasource.url=" + shown(url) + ".",
                    "Correct the URL, for example to jdbc:sqlite:FILE, or add the database's driver to the class path.",
                    failure);
        }
        return url.startsWith("jdbc:sqlite:") ? connecting(url) : null;
    }

    /** Connects once more, for the reason that Hibernate keeps to itself. */
    private static @Nullable FailureAnalysis connecting(String url) {
        try {
            DriverManager.getConnection(url).close();
            return null;
        } catch (SQLException e) {
            Optional<String> action = DatabaseFailureAnalyzer.action(e);
            return action.isEmpty() ? null : new FailureAnalysis(String.valueOf(e.getMessage()), action.get(), e);
        }
    }

    private static boolean isAccepted(String url) {
        try {
            return DriverManager.getDriver(url) != null;
        } catch (SQLException e) {
            return false;
        }
    }

    /** Returns the URL without its parameters, or its beginning if it has an {@code @}: either may have a password. */
    private static String shown(String url) {
        return url.contains("@")
                ? url.replaceFirst("(?s)^(jdbc:\\w+:|).*", "$1...")
                : url.replaceFirst("(?s)[?;].*", "");
    }
}
