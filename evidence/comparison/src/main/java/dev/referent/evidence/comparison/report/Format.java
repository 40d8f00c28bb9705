package dev.referent.evidence.comparison.report;

/** A format of a report. */
public interface Format {
    /** Returns the report in this format. */
    String show(Report report);
}
