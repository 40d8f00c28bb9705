package dev.referent.orphans;

import java.util.List;
import java.util.Optional;

/** Shows a report to a person. */
final class TerminalReport {
    private final StringBuilder out = new StringBuilder();

    private TerminalReport() {}

    static String of(AuditReport report) {
        TerminalReport text = new TerminalReport();
        text.line(report.database() + " (" + report.engine() + "): "
                + count(report.keys().size(), "foreign key") + ", " + count(report.orphanRows(), "orphan row"));
        for (Finding finding : report.findings()) {
            text.finding(report, finding);
        }
        text.line(report.findings().isEmpty() ? "nothing found" : summary(report));
        return text.out.toString();
    }

    private void finding(AuditReport report, Finding finding) {
        line("");
        line(finding.severity() + " " + finding.rule().id()
                + finding.foreignKey().map(name -> ", foreign key " + name).orElse(""));
        line("  " + finding.message());
        if (finding.rule() == Finding.Rule.ORPHAN_ROWS) {
            report.keys().stream()
                    .filter(key -> finding.foreignKey().equals(Optional.of(key.name()))
                            && finding.table().equals(Optional.of(key.childTable())))
                    .forEach(this::samples);
        }
        finding.remedy().ifPresent(remedy -> line("  -> " + remedy));
    }

    private void samples(AuditReport.Key key) {
        for (OrphanRow row : key.samples()) {
            String identity = row.identity().isEmpty() ? "a row" : SqlText.of(row.identity());
            line("    " + identity + ": " + SqlText.of(row.key()));
        }
        long more = key.orphanRows().orElse(0) - key.samples().size();
        if (more > 0) {
            line("    and " + more + " more");
        }
    }

    private static String summary(AuditReport report) {
        List<Finding.Severity> all =
                report.findings().stream().map(Finding::severity).toList();
        return "\n" + count(all.stream().filter(Finding.Severity.ERROR::equals).count(), "error") + ", "
                + count(all.stream().filter(Finding.Severity.WARNING::equals).count(), "warning") + ", "
                + count(all.stream().filter(Finding.Severity.NOTE::equals).count(), "guess");
    }

    static String count(long number, String thing) {
        return number + " " + (number == 1 ? thing : thing.endsWith("s") ? thing + "es" : thing + "s");
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
