package dev.referent.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.hibernate.boot.registry.StandardServiceInitiator;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.engine.jdbc.connections.internal.ConnectionProviderInitiator;
import org.hibernate.engine.jdbc.connections.internal.DriverManagerConnectionProvider;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;
import org.hibernate.service.spi.ServiceRegistryImplementor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What fails of Referent's own stops no application's start. */
final class BestEffortTest {
    private static final String URL = "hibernate.connection.url";

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void usesHibernatesOwnServiceWhereOursFails(boolean byLinkage) {
        try (Logged log = new Logged()) {
            ConnectionProvider provider = initiated(own -> {
                if (byLinkage) {
                    throw new NoSuchMethodError("a method of another line");
                }
                throw new IllegalStateException("a mistake of ours");
            });

            assertThat(provider).isInstanceOf(DriverManagerConnectionProvider.class);
            assertThat(log.warnings())
                    .singleElement()
                    .asString()
                    .contains(
                            "Hibernate's own ConnectionProvider is used", byLinkage ? "NoSuchMethodError" : "mistake");
        }
    }

    @Test
    void isSilentWhereNothingFails() {
        try (Logged log = new Logged()) {
            ConnectionProvider provider = initiated(EnforcedConnectionProvider::around);

            assertThat(provider).isNotInstanceOf(DriverManagerConnectionProvider.class);
            assertThat(log.warnings()).isEmpty();
        }
    }

    @Test
    void leavesABuilderThatIsNotHibernatesOwn() {
        List<StandardServiceInitiator<?>> added = new ArrayList<>();
        StandardServiceRegistryBuilder framework = new StandardServiceRegistryBuilder() {
            @Override
            public StandardServiceRegistryBuilder addInitiator(StandardServiceInitiator<?> initiator) {
                added.add(initiator);
                return this;
            }
        };
        try (Logged log = new Logged()) {
            new ReferentServices().contribute(framework);

            assertThat(added).isEmpty();
            assertThat(log.warnings())
                    .singleElement()
                    .asString()
                    .contains(framework.getClass().getName(), "jdbc:referent:sqlite:FILE");
        }
    }

    @Test
    void hidesNoErrorOfTheMachine() {
        assertThatThrownBy(() -> BestEffort.run("nothing", () -> {
                    throw new OutOfMemoryError("not ours to hide");
                }))
                .isInstanceOf(OutOfMemoryError.class);
    }

    private static @Nullable ConnectionProvider initiated(UnaryOperator<ConnectionProvider> ours) {
        Map<String, Object> settings = new HashMap<>(Map.of(URL, "jdbc:h2:mem:besteffort"));
        try (var registry =
                new StandardServiceRegistryBuilder().applySettings(settings).build()) {
            return new WrappingInitiator<>(ConnectionProviderInitiator.INSTANCE, ours)
                    .initiateService(settings, (ServiceRegistryImplementor) registry);
        }
    }
}
