package dev.referent.evidence.comparison.report;

import dev.referent.evidence.comparison.run.ServerPaths;

/**
 * An engine of a report, whether it could be run or not.
 *
 * @param name the short name
 * @param version the version that the engine reports; empty if it was not run
 * @param url the part of its JDBC URL that names the driver; empty if it was not run
 * @param reason why it was not run; empty if it was run
 */
public record EngineColumn(String name, String version, String url, String reason) {
    /** Hides the paths of this machine in the reason. */
    public EngineColumn {
        reason = ServerPaths.hiddenIn(reason);
    }

    /** Creates the column of an engine that was not run. */
    public static EngineColumn notRun(String name, String reason) {
        return new EngineColumn(name, "", "", reason);
    }

    /** Returns whether the engine was run. */
    public boolean ran() {
        return reason.isEmpty();
    }
}
