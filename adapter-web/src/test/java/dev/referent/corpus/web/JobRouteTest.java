package dev.referent.corpus.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.javalin.http.Context;
import io.javalin.http.ServiceUnavailableResponse;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What happens to a job that does not begin. */
final class JobRouteTest {
    private static final Context UNUSED = (Context) Proxy.newProxyInstance(
            JobRouteTest.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                throw new AssertionError(method);
            });

    private final AtomicInteger rejected = new AtomicInteger();

    private void answer(JobRoute route) {
        route.answer(UNUSED, lines -> {}, rejected::incrementAndGet);
    }

    @Test
    void leavesThePlaceFreeWhereNoThreadCanBeStarted() {
        JobRoute route = new JobRoute("/run", Duration.ofSeconds(1), 1, work -> {
            throw new OutOfMemoryError("unable to create native thread");
        });

        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> answer(route));

        assertThat(rejected).hasValue(1);
        assertThatNoException().isThrownBy(route::requirePlace);
    }

    @Test
    void saysThatTheServerStops() {
        JobRoute route = new JobRoute("/run", Duration.ofSeconds(1), 1);
        route.stop();

        assertThatExceptionOfType(ServiceUnavailableResponse.class)
                .isThrownBy(() -> answer(route))
                .withMessage("the server stops; try again when it has started");
        assertThat(rejected).hasValue(1);
        assertThatExceptionOfType(ServiceUnavailableResponse.class).isThrownBy(route::requirePlace);
    }
}
