package dev.referent.evidence.comparison.report;

import dev.referent.evidence.comparison.run.Result;
import java.util.AbstractList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;

/** An unmodifiable list of results in which one is found without a search: a report of all engines looks up thousands. */
final class Results extends AbstractList<Result> implements RandomAccess {
    private final List<Result> all;
    private final Map<Place, Result> byPlace = new HashMap<>();

    private Results(List<Result> all) {
        this.all = List.copyOf(all);
        this.all.forEach(
                result -> byPlace.putIfAbsent(new Place(result.scenario(), result.engine(), result.path()), result));
    }

    /** Returns a copy of the list, or the list itself if it is one. */
    static Results of(List<Result> results) {
        return results instanceof Results same ? same : new Results(results);
    }

    /** Returns the first result of a scenario on an engine through an access path. */
    Optional<Result> find(String scenario, String engine, String path) {
        return Optional.ofNullable(byPlace.get(new Place(scenario, engine, path)));
    }

    @Override
    public Result get(int index) {
        return all.get(index);
    }

    @Override
    public int size() {
        return all.size();
    }

    private record Place(String scenario, String engine, String path) {}
}
