package dev.referent.orphans;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Forms a report after SARIF 2.1.0, an OASIS standard. */
final class SarifReport {
    private SarifReport() {}

    static Map<String, Object> values(Report report) {
        Map<String, Object> driver = new LinkedHashMap<>();
        driver.put("name", "Referent");
        driver.put("rules", report.rules().stream().map(SarifReport::rule).toList());
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("tool", Map.of("driver", driver));
        run.put(
                "results",
                report.findings().stream()
                        .map(finding -> result(report, finding))
                        .toList());
        Map<String, Object> log = new LinkedHashMap<>();
        log.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        log.put("version", "2.1.0");
        log.put("runs", List.of(run));
        return log;
    }

    private static Map<String, Object> rule(Rule rule) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("id", rule.id());
        values.put("shortDescription", Map.of("text", rule.description()));
        values.put("defaultConfiguration", Map.of("level", level(rule.severity())));
        return values;
    }

    private static Map<String, Object> result(Report report, Finding finding) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("ruleId", finding.rule().id());
        values.put("ruleIndex", report.rules().indexOf(finding.rule()));
        values.put("level", level(finding.severity()));
        values.put(
                "message",
                Map.of(
                        "text",
                        finding.message()
                                + finding.remedy().map(remedy -> "\n" + remedy).orElse("")));
        values.put("locations", List.of(location(report, finding)));
        values.put("partialFingerprints", Map.of("referent/v1", fingerprint(finding)));
        return values;
    }

    private static String fingerprint(Finding finding) {
        return finding.source().map(source -> source.file() + "/").orElse("")
                + finding.rule().id() + "/" + finding.table().orElse("") + "/"
                + finding.foreignKey().orElse("");
    }

    private static Map<String, Object> location(Report report, Finding finding) {
        Map<String, Object> location = new LinkedHashMap<>();
        location.put(
                "physicalLocation",
                finding.source().map(SarifReport::physical).orElseGet(() -> artifact(uri(report.subject()))));
        List<Map<String, Object>> logical = new ArrayList<>();
        finding.table().ifPresent(table -> logical.add(Map.of("name", table, "kind", "table")));
        finding.foreignKey().ifPresent(key -> logical.add(Map.of("name", key, "kind", "foreignKey")));
        if (!logical.isEmpty()) {
            location.put("logicalLocations", logical);
        }
        return location;
    }

    private static Map<String, Object> physical(SourceLine source) {
        Path file = Path.of(source.file());
        Map<String, Object> physical = artifact(file.isAbsolute() ? uri(source.file()) : relative(file));
        physical.put("region", Map.of("startLine", source.line()));
        return physical;
    }

    private static Map<String, Object> artifact(String uri) {
        Map<String, Object> physical = new LinkedHashMap<>();
        physical.put("artifactLocation", Map.of("uri", uri));
        return physical;
    }

    private static String uri(String subject) {
        return subject.startsWith("jdbc:")
                ? subject.replace(" ", "%20")
                : Path.of(subject).toUri().toString();
    }

    /** Code scanning finds a file by its path in the repository, which is relative. */
    private static String relative(Path file) {
        Path root = Path.of("").toAbsolutePath();
        String whole = root.resolve(file).normalize().toUri().toString();
        String base = root.toUri().toString();
        if (!whole.startsWith(base)) {
            return whole;
        }
        String path = whole.substring(base.length());
        int slash = path.indexOf('/');
        int colon = path.indexOf(':');
        boolean scheme = colon >= 0 && (slash < 0 || colon < slash);
        return scheme ? "./" + path : path; // RFC 3986, 4.2
    }

    private static String level(Finding.Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }
}
