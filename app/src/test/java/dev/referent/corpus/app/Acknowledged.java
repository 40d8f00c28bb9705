package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.corpus.web.http.Answer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** What a server has acknowledged of one kind of record, and what it said it does not know. */
final class Acknowledged {
    private static final int NEWEST = 6;

    private final String name;
    private final Set<String> created = new HashSet<>();
    private final Set<String> deleted = new HashSet<>();
    private final Set<String> maybeDeleted = new HashSet<>();
    private final Map<String, List<String>> answers = new HashMap<>();
    private final long began = System.nanoTime();
    private int maybeCreated;

    private final long[] newest = new long[NEWEST];
    private int next;

    Acknowledged(String name) {
        this.name = name;
        Arrays.fill(newest, 1);
    }

    String name() {
        return name;
    }

    /** Returns one of the ids that were given last, whether it is there still or not. */
    synchronized long newest(Random random) {
        return newest[random.nextInt(NEWEST)];
    }

    synchronized void created(Answer answer) {
        if (answer.status() == 201) {
            long id = answer.json().get("id").longValue();
            created.add(Long.toString(id));
            note(id, "POST", answer);
            newest[next++ % NEWEST] = id;
        } else if (isInDoubt(answer)) {
            maybeCreated++;
        }
    }

    synchronized void deleted(long id, Answer answer) {
        note(id, "DELETE", answer);
        if (answer.status() == 204) {
            deleted.add(Long.toString(id));
        } else if (isInDoubt(answer)) {
            maybeDeleted.add(Long.toString(id));
        }
    }

    /** What was answered when about an id is what tells, if a row is missing, who was wrong about it. */
    private void note(long id, String method, Answer answer) {
        String body = answer.status() == 503 ? " " + answer.body() : "";
        answers.computeIfAbsent(Long.toString(id), any -> new ArrayList<>())
                .add("%.1f s: %s %d%s".formatted((System.nanoTime() - began) / 1e9, method, answer.status(), body));
    }

    /** Returns whether the answer says that it is not known whether the write was stored. */
    static boolean isInDoubt(Answer answer) {
        return answer.status() == 503 && answer.body().contains("it is not known whether the data was stored");
    }

    /** Fails unless the rows are what was acknowledged, except for as many as were in doubt. */
    synchronized void assertHeldBy(Rows rows) throws SQLException {
        Set<String> held = rows.column("SELECT id FROM " + name);
        Set<String> kept = created.stream()
                .filter(id -> !deleted.contains(id) && !maybeDeleted.contains(id))
                .collect(Collectors.toSet());
        kept.removeAll(held);
        assertThat(kept)
                .as("%s acknowledged by 201 and missing, with the answers about them: %s", name, about(kept))
                .isEmpty();
        Set<String> back = held.stream().filter(deleted::contains).collect(Collectors.toSet());
        assertThat(back)
                .as("%s deleted by 204 and still there, with the answers about them: %s", name, about(back))
                .isEmpty();
        held.removeAll(created);
        assertThat(held)
                .as("%s that nobody was told of, where %s may be", name, maybeCreated)
                .hasSizeLessThanOrEqualTo(maybeCreated);
    }

    private List<String> about(Set<String> ids) {
        return ids.stream().map(id -> id + " " + answers.get(id)).toList();
    }

    /** Counts what was acknowledged and what was in doubt. */
    @Override
    public synchronized String toString() {
        return "%s: %d created, %d deleted, %d in doubt"
                .formatted(name, created.size(), deleted.size(), maybeCreated + maybeDeleted.size());
    }
}
