package dev.referent.evidence.comparison;

import dev.referent.evidence.comparison.report.ResultSymbol;
import dev.referent.evidence.comparison.run.Failure;
import dev.referent.evidence.comparison.run.Result;
import dev.referent.evidence.comparison.run.StepResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Differences between new and committed results, except in times, versions, waiting and messages. */
final class Differences {
    /** MariaDB's internal name of an unnamed key that is being added; the second part is the process id. */
    private static final Pattern PROCESS = Pattern.compile("#sql-alter-[0-9a-f]+-[0-9a-f]+");

    private Differences() {}

    /** Returns a line for each difference. */
    static List<String> between(List<Result> committed, List<Result> fresh) {
        Map<String, Result> before = byName(committed);
        Map<String, Result> now = byName(fresh);
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        List<String> lines = new ArrayList<>();
        for (String name : names) {
            lines.addAll(between(name, fields(before.get(name)), fields(now.get(name))));
        }
        return lines;
    }

    private static List<String> between(String name, Map<String, String> before, Map<String, String> now) {
        TreeSet<String> fields = new TreeSet<>(before.keySet());
        fields.addAll(now.keySet());
        List<String> lines = new ArrayList<>();
        for (String field : fields) {
            String one = before.getOrDefault(field, "(none)");
            String other = now.getOrDefault(field, "(none)");
            if (!one.equals(other)) {
                lines.add(name + ", " + field + ": " + one + " -> " + other);
            }
        }
        return lines;
    }

    private static Map<String, Result> byName(List<Result> results) {
        Map<String, Result> named = new LinkedHashMap<>();
        results.forEach(
                result -> named.put(result.scenario() + " on " + result.engine() + " by " + result.path(), result));
        return named;
    }

    private static Map<String, String> fields(@Nullable Result result) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (result == null) {
            return fields;
        }
        fields.put("outcome", ResultSymbol.words(result));
        fields.put("transaction", result.transaction().label());
        fields.put("commit", result.commit().label());
        fields.put("rows", result.rows().toString());
        fields.put("statements, round trips", result.statements() + ", " + result.roundTrips());
        int number = 0;
        for (StepResult step : result.steps()) {
            number++;
            fields.put("step " + number, step.session() + ": " + step.operation());
            Optional.ofNullable(step.failure()).ifPresent(failure -> put(fields, failure));
        }
        // with two sessions, it is not determined which one sends first once a lock is free
        Stream<String> sent = result.steps().stream().flatMap(step -> step.sent().stream());
        boolean twoSessions = result.steps().stream().anyMatch(step -> step.session() == 2);
        fields.put("sent", (twoSessions ? sent.sorted() : sent).toList().toString());
        return fields;
    }

    private static void put(Map<String, String> fields, Failure failure) {
        fields.merge("exceptions", failure.type() + " / " + failure.sqlType(), Differences::both);
        fields.merge("SQLStates", failure.sqlState() + "/" + failure.vendorCode(), Differences::both);
        fields.merge(
                "known",
                "name " + failure.named() + ", values " + failure.values() + ", integrity " + failure.integrity()
                        + ", constraint "
                        + PROCESS.matcher(Objects.toString(failure.constraint(), "none"))
                                .replaceAll("#sql-alter"),
                Differences::both);
    }

    private static String both(String one, String other) {
        return one + "; " + other;
    }
}
