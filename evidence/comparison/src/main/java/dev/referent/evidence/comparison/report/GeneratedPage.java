package dev.referent.evidence.comparison.report;

/** What the generated pages share: the note at the top, and the anchors of results. */
final class GeneratedPage {
    private GeneratedPage() {}

    /** Returns the note at the top of a generated page. */
    static String note(Report report) {
        return "Generated on " + report.date() + " by `" + report.command() + "` (" + report.platform()
                + ", each scenario timed " + report.repetitions()
                + (report.repetitions() == 1 ? " time" : " times") + "). Never edit it by hand.\n";
    }

    /** Returns the anchor of a result. */
    static String anchor(Finding.Claim claim) {
        return anchor(claim.scenario(), claim.engine(), claim.path());
    }

    /** Returns the anchor of a result. */
    static String anchor(String scenario, String engine, String path) {
        return scenario + "--" + engine + "--" + path;
    }
}
