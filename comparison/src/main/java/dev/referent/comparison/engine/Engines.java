package dev.referent.comparison.engine;

import java.util.List;

/** The engines that the comparison knows by name. */
public final class Engines {
    private Engines() {}

    /** Returns them in the order in which a report shows them. */
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
}
