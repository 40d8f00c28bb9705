package dev.referent.corpus.storage;

import dev.referent.corpus.StorageFullException;
import dev.referent.corpus.StorageUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * Writes that are rolled back. They tell what no check of the file does: that a trigger, a constraint or a view that something else has
 * created keeps the corpus from storing or removing records.
 */
final class TrialWrites {
    /** Shorter than a request waits: others write meanwhile, and the next look will tell. */
    private static final String PATIENCE = "PRAGMA busy_timeout = 50";

    private static final String NO_UNDO = "off";

    private static final List<String> WRITES = List.of(
            "INSERT INTO audio (name, stored_name, created_at) VALUES ('trial.wav', 'trial.wav', 0)",
            "INSERT INTO transcription (name, file_name, text, created_at) VALUES ('trial.txt', 'trial.txt', 'trial', 0)",
            "INSERT INTO utterance (audio_id, transcription_id)"
                    + " SELECT audio.id, transcription.id FROM audio, transcription"
                    + " WHERE stored_name = 'trial.wav' AND transcription.id = last_insert_rowid()",
            "DELETE FROM utterance WHERE id = last_insert_rowid()",
            "DELETE FROM transcription WHERE id = (SELECT max(id) FROM transcription)",
            "DELETE FROM audio WHERE stored_name = 'trial.wav'");

    private TrialWrites() {}

    /**
     * Returns why records cannot be stored or removed, in a sentence; empty if they can, or if that cannot be tried now.
     *
     * @param connection a connection of its own, in autocommit mode
     * @throws SQLException if the connection fails
     */
    static Optional<String> failure(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (SqliteHealth.first(statement, "PRAGMA journal_mode").equals(NO_UNDO)) {
                return Optional.empty();
            }
            SqliteHealth.first(statement, PATIENCE);
            connection.setAutoCommit(false);
            try {
                for (String write : WRITES) {
                    StorageErrors.requireChanged(statement.executeUpdate(write));
                }
                return Optional.empty();
            } catch (SQLException e) {
                return reason(StorageErrors.translate(new IllegalStateException(e)));
            } catch (StorageUnavailableException e) {
                return reason(e);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private static Optional<String> reason(RuntimeException failure) {
        if (failure instanceof StorageUnavailableException unavailable) {
            return unavailable.isTemporary() ? Optional.empty() : Optional.ofNullable(failure.getMessage());
        }
        return Optional.of(failure instanceof StorageFullException ? StorageErrors.FULL : StorageErrors.OTHER_RULES);
    }
}
