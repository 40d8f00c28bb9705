package dev.referent.orphans;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How a report is shown. */
public enum ReportFormat {
    /** Text for a person. */
    TERMINAL {
        @Override
        public String show(Report report) {
            return TerminalReport.of(report);
        }
    },
    /** JSON, with everything that the report has. */
    JSON {
        @Override
        public String show(Report report) {
            return Json.of(content(report));
        }
    },
    /** Workflow commands that GitHub shows as annotations. */
    GITHUB {
        @Override
        public String show(Report report) {
            return report.findings().stream()
                    .map(finding -> annotation(report, finding))
                    .collect(Collectors.joining());
        }
    },
    /** SARIF 2.1.0, for code scanning. */
    SARIF {
        @Override
        public String show(Report report) {
            return Json.of(SarifReport.values(report));
        }
    };

    /** Returns the report as text, with a line end after each line. */
    public abstract String show(Report report);

    /**
     * Returns a text as {@link #TERMINAL} shows it: with a replacement character for each that is not shown but acts on what is, such as a
     * line end, a terminal's control sequence, or what turns the direction of the text after it.
     */
    public static String visible(String text) {
        return text.codePoints()
                .map(c -> acts(c) ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean acts(int c) {
        return Character.isISOControl(c)
                || Character.getDirectionality(c) >= Character.DIRECTIONALITY_LEFT_TO_RIGHT_EMBEDDING;
    }

    private static Map<String, Object> content(Report report) {
        Map<String, Object> values = new LinkedHashMap<>(report.values());
        values.put(
                "findings",
                report.findings().stream().map(ReportFormat::content).toList());
        return values;
    }

    private static Map<String, Object> content(Finding finding) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("rule", finding.rule().id());
        values.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
        values.put("table", finding.table());
        values.put("foreignKey", finding.foreignKey());
        values.put("message", finding.message());
        values.put("remedy", finding.remedy());
        finding.source().ifPresent(source -> {
            values.put("file", source.file());
            values.put("line", source.line());
        });
        return values;
    }

    /** The command's form: docs.github.com, workflow commands for GitHub Actions. */
    private static String annotation(Report report, Finding finding) {
        String level =
                switch (finding.severity()) {
                    case ERROR -> "error";
                    case WARNING -> "warning";
                    case NOTE -> "notice";
                };
        String message = finding.message()
                + finding.remedy().map(remedy -> "\n" + remedy).orElse("");
        String place = finding.source()
                .map(source -> property(source.file()) + ",line=" + source.line())
                .orElseGet(() -> property(report.subject()));
        return "::" + level + " file=" + place + ",title="
                + property(finding.rule().id()
                        + finding.foreignKey().map(name -> " " + name).orElse(""))
                + "::" + escaped(message) + "\n";
    }

    private static String escaped(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return escaped(text).replace(":", "%3A").replace(",", "%2C");
    }

    /** Returns the format's name on a command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
