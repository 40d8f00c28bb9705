package dev.referent.orphans;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Forms a report after SARIF 2.1.0, an OASIS standard. */
final class SarifReport {
    private static final List<Finding.Rule> RULES = List.of(Finding.Rule.values());

    private SarifReport() {}

    static Map<String, Object> values(AuditReport report) {
        Map<String, Object> driver = new LinkedHashMap<>();
        driver.put("name", "Referent");
        driver.put("rules", RULES.stream().map(SarifReport::rule).toList());
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

    private static Map<String, Object> rule(Finding.Rule rule) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("id", rule.id());
        values.put("shortDescription", Map.of("text", rule.description()));
        values.put("defaultConfiguration", Map.of("level", level(rule.severity())));
        return values;
    }

    private static Map<String, Object> result(AuditReport report, Finding finding) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("ruleId", finding.rule().id());
        values.put("ruleIndex", RULES.indexOf(finding.rule()));
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
        return finding.rule().id() + "/" + finding.table().orElse("") + "/"
                + finding.foreignKey().orElse("");
    }

    private static Map<String, Object> location(AuditReport report, Finding finding) {
        Map<String, Object> location = new LinkedHashMap<>();
        location.put("physicalLocation", Map.of("artifactLocation", Map.of("uri", uri(report.database()))));
        List<Map<String, Object>> logical = new ArrayList<>();
        finding.table().ifPresent(table -> logical.add(Map.of("name", table, "kind", "table")));
        finding.foreignKey().ifPresent(key -> logical.add(Map.of("name", key, "kind", "foreignKey")));
        if (!logical.isEmpty()) {
            location.put("logicalLocations", logical);
        }
        return location;
    }

    private static String uri(String database) {
        return database.startsWith("jdbc:")
                ? database.replace(" ", "%20")
                : Path.of(database).toUri().toString();
    }

    private static String level(Finding.Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }
}
