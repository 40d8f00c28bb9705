package dev.referent.evidence.comparison.report;

import dev.referent.evidence.comparison.run.CommitOutcome;
import dev.referent.evidence.comparison.run.Result;
import dev.referent.evidence.comparison.run.Verdict;
import java.util.Locale;

/** A result at a glance: a symbol and a word, which a page also shows as a colour. */
public enum ResultSymbol {
    /** Rejected, and no orphan row is stored. */
    REJECTED("✓", "rejected"),
    /** Accepted, and no orphan row is stored. */
    ACCEPTED("○", "accepted, no orphan"),
    /** An orphan row is stored at the end. */
    ORPHAN("⚠", "an orphan is stored"),
    /** The engine rejected the CREATE TABLE statements. */
    SCHEMA_REJECTED("⊘", "schema rejected"),
    /** Failed for another reason than a constraint, or did not end. */
    FAILED("✗", "failed for another reason"),
    /** Not run. */
    NOTHING("…", "not run, or no such statement");

    private final String symbol;
    private final String words;

    ResultSymbol(String symbol, String words) {
        this.symbol = symbol;
        this.words = words;
    }

    /** Returns the symbol of a result. */
    public static ResultSymbol of(Result result) {
        if (result.orphans() > 0) {
            return ORPHAN;
        }
        return switch (result.verdict()) {
            case REJECTED -> REJECTED;
            case ACCEPTED -> ACCEPTED;
            case SCHEMA_REJECTED -> SCHEMA_REJECTED;
            case FAILED, STUCK -> FAILED;
            case NOT_AVAILABLE, NOT_RUN -> NOTHING;
        };
    }

    /** Returns the symbol and its meaning. */
    public String legend() {
        return symbol + " " + words;
    }

    /**
     * Returns the symbol and the outcome, for example {@code ✓ rejected at commit}, and a note on work that a commit lost
     * silently.
     */
    public static String words(Result result) {
        return of(result).symbol + " " + result.outcome() + note(result);
    }

    /** Returns the symbol and one word, for a table in plain text. */
    static String brief(Result result) {
        String orphans = result.orphans() > 0 ? result.orphans() + " orph." : "";
        String moment = result.failurePoint() == null
                ? ""
                : result.failurePoint().name().toLowerCase(Locale.ROOT);
        String word =
                switch (result.verdict()) {
                    case REJECTED -> orphans.isEmpty() ? moment : orphans;
                    case ACCEPTED -> orphans.isEmpty() ? "accepted" : orphans;
                    case SCHEMA_REJECTED -> "schema";
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
