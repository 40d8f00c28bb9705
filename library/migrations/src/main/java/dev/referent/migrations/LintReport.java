package dev.referent.migrations;

import dev.referent.orphans.Finding;
import dev.referent.orphans.Report;
import dev.referent.orphans.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a lint found in a folder of SQL files.
 *
 * @param folder the folder
 * @param files the files that were read, in the order in which a tool would run them
 * @param others the files that were not: those that undo a migration, Flyway's baselines, and its callbacks of other commands and of errors
 * @param findings what is wrong, in the order of files and lines
 * @param ignored what comments say to ignore
 */
public record LintReport(
        String folder, List<String> files, List<String> others, List<Finding> findings, List<Ignored> ignored)
        implements Report {
    /** The rules of the lint, and those of the audit that are about the schema alone. */
    static final List<Rule> RULES = Stream.concat(Stream.<Rule>of(LintRule.values()), SchemaCheck.RULES.stream())
            .toList();

    /** Copies the lists. */
    public LintReport {
        files = List.copyOf(files);
        others = List.copyOf(others);
        findings = List.copyOf(findings);
        ignored = List.copyOf(ignored);
    }

    /**
     * A finding that a comment says to ignore.
     *
     * @param finding the finding
     * @param reason the reason that the comment gives
     */
    public record Ignored(Finding finding, String reason) {}

    /** {@inheritDoc} It is the folder. */
    @Override
    public String subject() {
        return folder;
    }

    @Override
    public String summary() {
        return folder + ": " + files.size() + (files.size() == 1 ? " SQL file" : " SQL files")
                + (others.isEmpty() ? "" : ", and not read: " + String.join(", ", others))
                + (ignored.isEmpty() ? "" : "; " + ignored.size() + " ignored, with a reason");
    }

    @Override
    public List<Rule> rules() {
        return RULES;
    }

    @Override
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("folder", folder);
        values.put("files", files);
        values.put("others", others);
        values.put(
                "ignored",
                ignored.stream()
                        .map(each -> Map.of(
                                "rule",
                                each.finding().rule().id(),
                                "at",
                                each.finding().source().map(Object::toString).orElse(""),
                                "reason",
                                each.reason()))
                        .toList());
        return values;
    }
}
