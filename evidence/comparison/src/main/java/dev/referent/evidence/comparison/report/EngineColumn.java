package dev.referent.evidence.comparison.report;

/**
 * An engine that was asked for, whether it could be run or not.
 *
 * @param name its short name
 * @param version what it says of its own version; empty if it was not run
 * @param url how it was reached: the part of its JDBC URL that names the driver; empty if it was not run
 * @param reason why it was not run; empty if it was
 */
public record EngineColumn(String name, String version, String url, String reason) {
    /** An engine that was not run, for that reason. */
    public static EngineColumn notRun(String name, String reason) {
        return new EngineColumn(name, "", "", reason);
    }

    /** Returns whether it was run. */
    public boolean ran() {
        return reason.isEmpty();
    }
}
