package dev.referent.orphans;

import java.util.List;

/** Shows a report to a person. */
final class TerminalReport {
    private final StringBuilder out = new StringBuilder();

    private TerminalReport() {}

    static String of(Report report) {
        TerminalReport text = new TerminalReport();
        text.line(report.summary());
        for (Finding finding : report.findings()) {
            text.finding(report, finding);
        }
        if (report.findings().isEmpty()) {
            text.line("nothing found");
        } else {
            text.line("");
            text.line(summary(report));
        }
        return text.out.toString();
    }

    private void finding(Report report, Finding finding) {
        line("");
        line(finding.source().map(source -> source + ": ").orElse("") + finding.severity() + " "
                + finding.rule().id()
                + finding.foreignKey().map(name -> ", foreign key " + name).orElse(""));
        line("  " + finding.message());
        report.details(finding).forEach(detail -> line("    " + detail));
        finding.remedy().ifPresent(remedy -> line("  -> " + remedy));
    }

    private static String summary(Report report) {
        List<Finding.Severity> all =
                report.findings().stream().map(Finding::severity).toList();
        return count(all.stream().filter(Finding.Severity.ERROR::equals).count(), "error") + ", "
                + count(all.stream().filter(Finding.Severity.WARNING::equals).count(), "warning") + ", "
                + count(all.stream().filter(Finding.Severity.NOTE::equals).count(), "note");
    }

    static String count(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    /** A name may hold a line end, a terminal's control sequence, or what turns the direction of the text after it. */
    private void line(String text) {
        out.append(ReportFormat.visible(text)).append('\n');
    }
}
