package dev.referent.evidence.comparison.report;

import dev.referent.evidence.comparison.run.CommitOutcome;
import dev.referent.evidence.comparison.run.Result;
import dev.referent.evidence.comparison.run.Verdict;
import java.util.Locale;

/** What a cell comes to at a glance: a symbol and a word, which a page colours besides. */
public enum ResultSymbol {
    /** Refused, and nothing dangles. */
    REJECTED("✓", "rejected"),
    /** Done, and nothing dangles. */
    ACCEPTED("○", "accepted, no orphan"),
    /** A row points at nothing in the end. */
    ORPHAN("⚠", "an orphan is stored"),
    /** The engine refuses the tables. */
    SCHEMA_REFUSED("⊘", "schema refused"),
    /** It failed for another reason than a constraint, or did not end. */
    FAILED("✗", "failed for another reason"),
    /** Nothing was observed. */
    NOTHING("…", "not run, or no such statement");

    private final String symbol;
    private final String words;

    ResultSymbol(String symbol, String words) {
        this.symbol = symbol;
        this.words = words;
    }

    /** Returns the mark of a cell. */
    public static ResultSymbol of(Result result) {
        if (result.orphans() > 0) {
            return ORPHAN;
        }
        return switch (result.verdict()) {
            case REJECTED -> REJECTED;
            case ACCEPTED -> ACCEPTED;
            case SCHEMA_REFUSED -> SCHEMA_REFUSED;
            case FAILED, STUCK -> FAILED;
            case NOT_AVAILABLE, NOT_RUN -> NOTHING;
        };
    }

    /** Returns the symbol and what it stands for. */
    public String legend() {
        return symbol + " " + words;
    }

    /** Returns symbol and outcome, {@code ✓ rejected at commit}, and what a commit after a refusal hides. */
    public static String words(Result result) {
        return of(result).symbol + " " + result.outcome() + note(result);
    }

    /** Returns a few letters for a table of text. */
    static String brief(Result result) {
        String orphans = result.orphans() > 0 ? result.orphans() + " orph." : "";
        String moment = result.failurePoint() == null
                ? ""
                : result.failurePoint().name().toLowerCase(Locale.ROOT);
        String word =
                switch (result.verdict()) {
                    case REJECTED -> orphans.isEmpty() ? moment : orphans;
                    case ACCEPTED -> orphans.isEmpty() ? "accepted" : orphans;
                    case SCHEMA_REFUSED -> "schema";
                    case FAILED -> "failed";
                    case STUCK -> "stuck";
                    case NOT_AVAILABLE -> "n/a";
                    case NOT_RUN -> "not run";
                };
        return of(result).symbol + " " + word;
    }

    private static String note(Result result) {
        return result.verdict() == Verdict.REJECTED && result.commit() == CommitOutcome.SILENTLY_LOST
                ? "; " + CommitOutcome.SILENTLY_LOST.label()
                : "";
    }
}
