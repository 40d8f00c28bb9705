package dev.referent.evidence.engines;

import java.util.List;

/** The engines that are known by name. */
public final class Engines {
    private Engines() {}

    /** Returns the engines of a full report, in its order. */
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

    /** Returns the clusters, which are slow to start and commit on several nodes. */
    public static List<Engine> clusters() {
        return List.of(new GaleraCluster());
    }
}
