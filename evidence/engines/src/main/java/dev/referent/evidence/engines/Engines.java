package dev.referent.evidence.engines;

import java.util.List;

/** The engines that the comparison knows by name. */
public final class Engines {
    private Engines() {}

    /** Returns those that a report always has, in its order. */
    public static List<Engine> all() {
        return List.of(
                EmbeddedEngine.sqlite(),
                EmbeddedEngine.sqliteWithReferent(),
                EmbeddedEngine.h2(),
                EmbeddedEngine.hsqldb(),
                new Derby(),
                EmbeddedEngine.duckDb(),
                new MavenPostgres(),
                new DebianPostgres(),
                new MariaDb(),
                new Firebird());
    }

    /** Returns the clusters, which take long to start and whose every commit is one of several nodes. */
    public static List<Engine> clusters() {
        return List.of(new GaleraCluster());
    }
}
