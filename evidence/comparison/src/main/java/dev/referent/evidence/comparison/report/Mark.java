package dev.referent.evidence.comparison.report;

import dev.referent.evidence.comparison.run.Cell;
import dev.referent.evidence.comparison.run.Commit;
import dev.referent.evidence.comparison.run.Verdict;
import java.util.Locale;

/** What a cell comes to at a glance: a symbol and a word, which a page colours besides. */
public enum Mark {
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

    Mark(String symbol, String words) {
        this.symbol = symbol;
        this.words = words;
    }

    /** Returns the mark of a cell. */
    public static Mark of(Cell cell) {
        if (cell.orphans() > 0) {
            return ORPHAN;
        }
        return switch (cell.verdict()) {
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
    public static String words(Cell cell) {
        return of(cell).symbol + " " + cell.outcome() + note(cell);
    }

    /** Returns a few letters for a table of text. */
    static String brief(Cell cell) {
        String orphans = cell.orphans() > 0 ? cell.orphans() + " orph." : "";
        String moment = cell.moment() == null ? "" : cell.moment().name().toLowerCase(Locale.ROOT);
        String word =
                switch (cell.verdict()) {
                    case REJECTED -> orphans.isEmpty() ? moment : orphans;
                    case ACCEPTED -> orphans.isEmpty() ? "accepted" : orphans;
                    case SCHEMA_REFUSED -> "schema";
                    case FAILED -> "failed";
                    case STUCK -> "stuck";
                    case NOT_AVAILABLE -> "n/a";
                    case NOT_RUN -> "not run";
                };
        return of(cell).symbol + " " + word;
    }

    private static String note(Cell cell) {
        return cell.verdict() == Verdict.REJECTED && cell.commit() == Commit.SILENTLY_LOST
                ? "; " + Commit.SILENTLY_LOST.word()
                : "";
    }
}
