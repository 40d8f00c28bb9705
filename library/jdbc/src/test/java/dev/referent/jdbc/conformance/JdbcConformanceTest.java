package dev.referent.jdbc.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.jdbc.Sql;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every method of every JDBC object answers as the bare driver's, twice, and leaves the connection as the driver would. */
final class JdbcConformanceTest {
    @ParameterizedTest
    @EnumSource
    void answersAsTheDriverDoes(Subject subject) throws Exception {
        try (Sources sources = Sources.opened()) {
            assertThat(differences(sources, subject)).isEmpty();
        }
    }

    /** A pool takes its time for each new connection. */
    @Tag("nightly")
    @ParameterizedTest
    @EnumSource(names = {"CONNECTION", "CLOSED_CONNECTION", "FAILING_INSERT", "RETURNED_ROWS"})
    void answersAsThePoolDoes(Subject subject) throws Exception {
        try (Sources sources = Sources.pooled()) {
            assertThat(differences(sources, subject)).isEmpty();
        }
    }

    private static List<String> differences(Sources sources, Subject subject) throws Exception {
        List<String> differences = new ArrayList<>();
        for (Method method : methods(subject.type())) {
            for (List<Callable<?>> arguments : Arguments.of(method)) {
                Connection bareConnection = sources.bare();
                Connection enforcedConnection = sources.enforced();
                sources.discard();
                String bare = answers(bareConnection, subject, method, arguments);
                String enforced = answers(enforcedConnection, subject, method, arguments);
                if (!bare.equals(enforced) && !AcceptedDifferences.contain(method.getName(), bare, enforced)) {
                    String call = method.getName() + Arrays.toString(shown(method, arguments));
                    differences.add(call + "\n  bare     " + bare + "\n  enforced " + enforced);
                }
            }
        }
        return differences;
    }

    private static List<Method> methods(Class<?> type) throws NoSuchMethodException {
        List<Method> methods = new ArrayList<>(List.of(type.getMethods()));
        methods.removeIf(method -> Modifier.isStatic(method.getModifiers()));
        methods.sort(Comparator.comparing(Method::getName));
        methods.add(Object.class.getMethod("toString"));
        return methods;
    }

    private static @Nullable Object[] shown(Method method, List<Callable<?>> arguments) throws Exception {
        @Nullable Object[] shown = new Object[arguments.size()];
        for (int i = 0; i < shown.length; i++) {
            Object value = arguments.get(i).call();
            shown[i] = value instanceof String || value instanceof Number || value == null
                    ? value
                    : method.getParameterTypes()[i].getSimpleName();
        }
        return shown;
    }

    private static String answers(Connection connection, Subject subject, Method method, List<Callable<?>> arguments)
            throws Exception {
        List<Object> held = subject.on(connection);
        @Nullable Object[] values = Arguments.values(method, arguments, connection);
        String first = Answer.of(held.get(0), method, values, held);
        String second = Answer.of(held.get(0), method, values, held);
        return first + " | " + second + " | " + state(connection) + " | " + closed(connection);
    }

    private static String closed(Connection connection) {
        try {
            connection.close();
            return String.valueOf(connection.isClosed());
        } catch (SQLException e) {
            return Answer.failure(e);
        }
    }

    private static String state(Connection connection) {
        try {
            if (connection.isClosed()) {
                return "closed";
            }
            return connection.getAutoCommit()
                    + " p " + Sql.read(connection, "SELECT group_concat(id) FROM p")
                    + " c " + Sql.read(connection, "SELECT group_concat(x) FROM c")
                    + " d " + Sql.read(connection, "SELECT group_concat(x) FROM d")
                    + " " + Sql.read(connection, "SELECT last_insert_rowid()");
        } catch (SQLException e) {
            return Answer.failure(e);
        }
    }

    @Test
    void noticesADifference() throws Exception {
        Method method = Connection.class.getMethod("getCatalog");
        Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        assertThat(Answer.of(connection, method, new Object[0], List.of())).isEqualTo("null");
        connection.close();
        assertThat(Answer.of(connection, method, new Object[0], List.of()))
                .isEqualTo("throws java.sql.SQLException null 0 database connection closed");
    }
}
