package dev.referent.spring;

import dev.referent.integrity.Explanation;
import dev.referent.integrity.ForeignKeyViolation;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Counts violations by constraint and kind, and times their explanations, with Micrometer. Counted are the violations that an
 * explanation lists; one that proves nothing counts as one of an unknown constraint.
 */
final class ViolationMeters implements DataSourceListener {
    private final ObjectProvider<MeterRegistry> registries;

    ViolationMeters(ObjectProvider<MeterRegistry> registries) {
        this.registries = registries;
    }

    @Override
    public void violated(String dataSource, Explanation explanation, Duration duration) {
        registries.ifUnique(registry -> {
            registry.timer("referent.explanations", "datasource", dataSource).record(duration);
            for (ForeignKeyViolation violation : explanation.violations()) {
                count(registry, dataSource, violation.foreignKey().name(), ViolationKindNames.nameOf(violation));
            }
            if (explanation.violations().isEmpty()) {
                count(registry, dataSource, "unknown", "undetermined");
            }
        });
    }

    private static void count(MeterRegistry registry, String dataSource, String constraint, String kind) {
        registry.counter("referent.violations", "datasource", dataSource, "constraint", constraint, "kind", kind)
                .increment();
    }
}
