package dev.referent.evidence.comparison.report;

/** A way to show a report. */
public interface Format {
    /** Returns the report as text. */
    String show(Report report);
}
