package dev.referent.evidence.comparison.report;

/** What the generated pages share: how they are made again, and how they point at a cell. */
final class GeneratedPage {
    private GeneratedPage() {}

    /** Returns the note at the top of a generated page. */
    static String note(Report report) {
        return "Generated on " + report.date() + " by `" + report.command() + "` (" + report.platform()
                + ", each scenario timed " + report.repetitions()
                + (report.repetitions() == 1 ? " time" : " times") + "). Never edit it by hand.\n";
    }

    /** Returns the name of a cell in a link. */
    static String key(Finding.Claim claim) {
        return key(claim.scenario(), claim.engine(), claim.path());
    }

    /** Returns the name of a cell in a link. */
    static String key(String scenario, String engine, String path) {
        return scenario + "--" + engine + "--" + path;
    }
}
