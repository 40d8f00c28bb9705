package dev.referent.corpus.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.referent.corpus.StorageUnavailableException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Writes that fail as a server lets them fail, and how often each is tried. */
final class RepeatedWritesTest {
    private final SQLException deadlock = new SQLException("deadlock", "40001", 1213);

    private final RepeatedWrites writes = new RepeatedWrites();
    private int tries;

    /** Tries a write that fails that often, and is stored then. */
    private String write(List<SQLException> failures) {
        Queue<SQLException> left = new ArrayDeque<>(failures);
        return writes.run(() -> {
            tries++;
            SQLException failure = left.poll();
            if (failure != null) {
                throw StorageErrors.translate(new IllegalStateException(failure));
            }
            return "stored";
        });
    }

    private StorageUnavailableException failure(List<SQLException> failures) {
        return catchThrowableOfType(StorageUnavailableException.class, () -> write(failures));
    }

    @Test
    void repeatsWhatTheServerUndid() {
        assertThat(write(Collections.nCopies(5, deadlock))).isEqualTo("stored");
        assertThat(tries).isEqualTo(6);
    }

    @Test
    void givesUpInTheEnd() {
        assertThat(failure(Collections.nCopies(7, deadlock)).isTemporary()).isTrue();
        assertThat(tries).isEqualTo(6);
    }

    /** It may be stored already, whatever the driver found wrong before it noticed that the connection is lost. */
    @Test
    void repeatsNoCommitWhoseOutcomeIsUnknown() {
        SQLException lost = new SQLException("lost in the COMMIT", "08007", deadlock);

        assertThat(failure(List.of(lost)).isInDoubt()).isTrue();
        assertThat(tries).isEqualTo(1);
    }

    @Test
    void repeatsNothingThatWasLostOrWaitedInVain() {
        for (SQLException other :
                List.of(new SQLException("gone", "08006"), new SQLException("lock wait timeout", "HY000", 1205))) {
            tries = 0;

            assertThat(failure(List.of(other)).isTemporary()).isTrue();
            assertThat(tries).isEqualTo(1);
        }
    }
}
