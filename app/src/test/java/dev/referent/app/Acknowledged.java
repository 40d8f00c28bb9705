package dev.referent.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.app.http.Answer;
import dev.referent.app.http.Rows;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
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
            newest[next++ % NEWEST] = id;
        } else if (isInDoubt(answer)) {
            maybeCreated++;
        }
    }

    synchronized void deleted(long id, Answer answer) {
        if (answer.status() == 204) {
            deleted.add(Long.toString(id));
        } else if (isInDoubt(answer)) {
            maybeDeleted.add(Long.toString(id));
        }
    }

    private static boolean isInDoubt(Answer answer) {
        return answer.status() == 503 && answer.body().contains("it is not known whether it did");
    }

    /** Fails unless the rows are what was acknowledged, but for as many as were in doubt. */
    synchronized void assertHeldBy(Rows rows) throws SQLException {
        Set<String> held = rows.column("SELECT id FROM " + name);
        Set<String> kept = created.stream()
                .filter(id -> !deleted.contains(id) && !maybeDeleted.contains(id))
                .collect(Collectors.toSet());
        assertThat(held).as("%s acknowledged by 201", name).containsAll(kept);
        assertThat(held).as("%s deleted, acknowledged by 204", name).doesNotContainAnyElementsOf(deleted);
        held.removeAll(created);
        assertThat(held)
                .as("%s that nobody was told of, where %s may be", name, maybeCreated)
                .hasSizeLessThanOrEqualTo(maybeCreated);
    }

    /** Counts what was acknowledged and what was in doubt. */
    @Override
    public synchronized String toString() {
        return "%s: %d created, %d deleted, %d in doubt"
                .formatted(name, created.size(), deleted.size(), maybeCreated + maybeDeleted.size());
    }
}
