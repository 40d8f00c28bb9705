package dev.referent.orphans;

import java.util.List;
import java.util.Map;

/** What a check found, in the form that {@link ReportFormat} shows. */
public interface Report {
    /** Returns what was checked: the path of a file or folder, or a URL without a password. */
    String subject();

    /** Returns what was checked, and how much of it, as one line for a person. */
    String summary();

    /** Returns every rule of this kind of check, whether anything was found of it or not. */
    List<? extends Rule> rules();

    /** Returns what was found. */
    List<Finding> findings();

    /**
     * Returns what the report has beside its findings, for JSON: texts, numbers, truth values, optional values, collections and
     * maps, by their names.
     */
    Map<String, Object> values();

    /** Returns lines that show more of a finding to a person; none unless overridden. */
    default List<String> details(Finding finding) {
        return List.of();
    }

    /** Returns whether there is a finding of severity {@link Finding.Severity#ERROR}; warnings and notes do not count. */
    default boolean hasErrors() {
        return findings().stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
    }
}
