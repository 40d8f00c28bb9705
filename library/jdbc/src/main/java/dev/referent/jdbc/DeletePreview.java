package dev.referent.jdbc;

import dev.referent.integrity.ForeignKey;
import java.util.List;

/**
 * What a DELETE would do, key by key, found by reading alone.
 *
 * @param rows how many rows the DELETE itself names and finds
 * @param cascadedRows how many further rows go with them by {@code ON DELETE CASCADE}, each counted once
 * @param effects what happens through each foreign key that has child rows of a deleted row; none is without rows
 * @param undetermined what the preview cannot tell, and what the effects therefore may lack; empty if they are all of it
 */
public record DeletePreview(long rows, long cascadedRows, List<Effect> effects, List<String> undetermined) {
    /** Copies the lists. */
    public DeletePreview {
        effects = List.copyOf(effects);
        undetermined = List.copyOf(undetermined);
    }

    /** What happens to child rows. */
    public enum Outcome {
        /** They are deleted. */
        DELETED,
        /** Their foreign key is set to null. */
        SET_TO_NULL,
        /** Their foreign key is set to its default. */
        SET_TO_DEFAULT,
        /** They make the DELETE fail, or the COMMIT where the key is deferred. */
        STOPS
    }

    /**
     * What happens through one foreign key.
     *
     * @param foreignKey the key
     * @param outcome what happens to the child rows
     * @param childRows how many; a row that two keys delete counts for each
     */
    public record Effect(ForeignKey foreignKey, Outcome outcome, long childRows) {}

    /** Returns whether a key stops the DELETE, or its COMMIT. */
    public boolean isStopped() {
        return effects.stream().anyMatch(effect -> effect.outcome() == Outcome.STOPS);
    }
}
