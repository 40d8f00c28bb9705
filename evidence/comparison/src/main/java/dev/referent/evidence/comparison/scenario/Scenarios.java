package dev.referent.evidence.comparison.scenario;

import java.util.List;
import java.util.stream.Stream;

/** All scenarios. */
public final class Scenarios {
    private static final List<Scenario> ALL = Stream.of(
                    EnforcedScenarios.ALL,
                    WriteScenarios.ALL,
                    ActionScenarios.ALL,
                    TimingScenarios.ALL,
                    CycleScenarios.ALL,
                    CompositeScenarios.ALL,
                    ColumnScenarios.ALL,
                    SetScenarios.ALL,
                    UpsertScenarios.ALL,
                    SchemaScenarios.ALL,
                    SwitchScenarios.ALL,
                    RaceScenarios.ALL,
                    AfterFailureScenarios.ALL)
            .flatMap(List::stream)
            .toList();

    private Scenarios() {}

    /** Returns all scenarios, in the order of a report. */
    public static List<Scenario> all() {
        return ALL;
    }
}
