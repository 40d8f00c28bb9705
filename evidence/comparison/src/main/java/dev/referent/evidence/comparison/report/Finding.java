package dev.referent.evidence.comparison.report;

import dev.referent.evidence.comparison.run.Result;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A behaviour that would surprise a working developer, and the results that show it.
 *
 * @param sentence the finding, in one sentence
 * @param claims what must be true of the results
 */
public record Finding(String sentence, List<Claim> claims) {
    /** Copies the list. */
    public Finding {
        claims = List.copyOf(claims);
    }

    /**
     * What must be true of one result.
     *
     * @param scenario the scenario of the result
     * @param engine its engine
     * @param path its access path
     * @param expected whether the result is as the finding says
     */
    public record Claim(String scenario, String engine, String path, Predicate<Result> expected) {
        /** Returns the result, if the report has it. */
        Optional<Result> in(Report report) {
            return report.find(scenario, engine, path);
        }
    }

    /** Returns whether the report has all results of the finding. */
    public boolean isCoveredBy(Report report) {
        return claims.stream().allMatch(claim -> claim.in(report).isPresent());
    }

    /** Returns the results of the report that contradict the finding. */
    public List<Result> contradictions(Report report) {
        return claims.stream()
                .flatMap(claim -> claim.in(report).filter(claim.expected().negate()).stream())
                .toList();
    }
}
