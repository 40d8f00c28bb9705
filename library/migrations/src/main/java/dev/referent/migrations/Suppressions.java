package dev.referent.migrations;

import dev.referent.migrations.LintFindings.Found;
import dev.referent.migrations.SqlFile.Comment;
import dev.referent.orphans.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The comments {@code referent:ignore RULE reason} of a file. Each applies to the statement that it is in, or that ends on its line, or else
 * that follows it.
 */
final class Suppressions {
    private static final Pattern IGNORE = Pattern.compile("(?i)referent:ignore\\b\\s*(\\S*)\\s*(.*)", Pattern.DOTALL);

    private final SqlFile file;
    private final List<Suppression> valid = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    /** One comment. */
    private record Suppression(Comment comment, String rule, String reason, Optional<ScriptStatement> statement) {}

    Suppressions(SqlFile file) {
        this.file = file;
        for (Comment comment : file.comments()) {
            Matcher matcher = IGNORE.matcher(comment.text());
            if (matcher.matches()) {
                read(comment, matcher.group(1), matcher.group(2).strip());
            }
        }
    }

    private void read(Comment comment, String rule, String reason) {
        boolean known = LintReport.RULES.stream().anyMatch(each -> each.id().equalsIgnoreCase(rule));
        if (!known) {
            say(
                    LintRule.IGNORED_WITHOUT_REASON,
                    comment,
                    rule.isEmpty() ? "the comment names no rule" : rule + " is not the name of a rule");
        } else if (reason.isEmpty()) {
            say(LintRule.IGNORED_WITHOUT_REASON, comment, "the comment gives no reason, so it ignores nothing");
        } else {
            valid.add(new Suppression(comment, rule, reason, statement(comment)));
        }
    }

    private void say(LintRule rule, Comment comment, String message) {
        findings.add(new Finding(
                rule,
                Optional.empty(),
                Optional.empty(),
                message,
                Optional.of("-- referent:ignore RULE why it is right here"),
                Optional.of(file.sourceLine(comment.start()))));
    }

    private Optional<ScriptStatement> statement(Comment comment) {
        int line = file.lineOf(comment.start());
        Optional<ScriptStatement> following = Optional.empty();
        for (ScriptStatement statement : file.statements()) {
            if (statement.start() > comment.start()) {
                following = following.or(() -> Optional.of(statement));
            } else if (statement.end() > comment.start() || file.lineOf(statement.end()) == line) {
                return Optional.of(statement);
            }
        }
        return following;
    }

    /**
     * Returns the findings of the file without those that are ignored, and with those about the comments.
     *
     * @param found what was found in the file
     * @param ignored is given what is ignored
     */
    List<Finding> apply(List<Found> found, List<LintReport.Ignored> ignored) {
        List<Finding> left = new ArrayList<>();
        List<Suppression> unused = new ArrayList<>(valid);
        for (Found each : found) {
            Optional<Suppression> match = valid.stream()
                    .filter(suppression -> suppression.rule.equalsIgnoreCase(
                                    each.finding().rule().id())
                            && suppression
                                    .statement
                                    .filter(each.statement()::equals)
                                    .isPresent())
                    .findFirst();
            if (match.isPresent()) {
                unused.remove(match.get());
                ignored.add(new LintReport.Ignored(each.finding(), match.get().reason));
            } else {
                left.add(each.finding());
            }
        }
        for (Suppression suppression : unused) {
            say(LintRule.NOTHING_TO_IGNORE, suppression.comment, "there is no " + suppression.rule + " to ignore here");
        }
        left.addAll(findings);
        return left;
    }
}
