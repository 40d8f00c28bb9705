package dev.referent.jdbc.storm;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What a program was told of each row that it wrote, and the faults that came to light. Thread-safe. */
final class Ledger {
    private final AtomicLong lastId = new AtomicLong(1_000);
    private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<Long> uncertain = ConcurrentHashMap.newKeySet();
    private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();
    private final Map<String, String> faults = new ConcurrentSkipListMap<>();

    /** Returns the id of a row that nobody has written. */
    long nextId() {
        return lastId.incrementAndGet();
    }

    /** Notes rows whose write, or whose COMMIT, returned normally. */
    void acknowledge(Collection<Long> ids) {
        acknowledged.addAll(ids);
    }

    /** Notes rows that may be stored or not, as the call that wrote them was interrupted. */
    void doubt(Collection<Long> ids) {
        uncertain.addAll(ids);
    }

    void count(String what) {
        counts.computeIfAbsent(what, key -> new LongAdder()).increment();
    }

    long counted(String what) {
        LongAdder count = counts.get(what);
        return count == null ? 0 : count.sum();
    }

    /** Notes a fault; of each kind the first is described. */
    void fault(String kind, String description) {
        count("FAULT " + kind);
        faults.putIfAbsent(kind, description);
    }

    /** Compares what is stored with what the program was told. */
    void compare(Set<Long> stored) {
        Set<Long> lost = new HashSet<>(acknowledged);
        lost.removeAll(stored);
        lost.removeAll(uncertain);
        if (!lost.isEmpty()) {
            fault("lost rows", lost.size() + " of " + acknowledged.size() + " acknowledged");
        }
        Set<Long> unasked = new HashSet<>(stored);
        unasked.removeAll(acknowledged);
        unasked.removeAll(uncertain);
        if (!unasked.isEmpty()) {
            fault("stored rows of failed writes", unasked.size() + " beside " + acknowledged.size() + " acknowledged");
        }
    }

    List<String> faults() {
        return faults.entrySet().stream()
                .map(fault -> fault.getKey() + " (" + counted("FAULT " + fault.getKey()) + "x): " + fault.getValue())
                .toList();
    }

    @Override
    public String toString() {
        return acknowledged.size() + " rows acknowledged " + counts;
    }
}
