package dev.referent.evidence.comparison.report;

import dev.referent.evidence.comparison.run.Result;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Something that would surprise a working developer, and the cells that show it.
 *
 * @param sentence what it is, in plain words
 * @param claims what must be true of which cells
 */
public record Finding(String sentence, List<Claim> claims) {
    /** Copies the list. */
    public Finding {
        claims = List.copyOf(claims);
    }

    /**
     * What must be true of one cell.
     *
     * @param scenario the cell's scenario
     * @param engine its engine
     * @param path its access path
     * @param expected whether it is as the finding says
     */
    public record Claim(String scenario, String engine, String path, Predicate<Result> expected) {
        /** Returns the cell, if it was run. */
        Optional<Result> in(Report report) {
            return report.find(scenario, engine, path);
        }
    }

    /** Returns whether all its cells were run. */
    public boolean isCoveredBy(Report report) {
        return claims.stream().allMatch(claim -> claim.in(report).isPresent());
    }

    /** Returns those of its cells that were run and are not as it says. */
    public List<Result> contradictions(Report report) {
        return claims.stream()
                .flatMap(claim -> claim.in(report).filter(claim.expected().negate()).stream())
                .toList();
    }
}
