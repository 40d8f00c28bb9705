package dev.referent.corpus.app;

import java.nio.file.Path;
import java.util.List;

/** What the server answers over an SQLite file. */
abstract class ServedOnSqlite extends Served {
    ServedOnSqlite(Adapter adapter) {
        super(adapter);
    }

    @Override
    final String make(Path ownFolder) {
        return "jdbc:sqlite:" + Stored.in(ownFolder).database();
    }

    @Override
    final void empty() {
        for (String table : List.of("utterance", "audio", "transcription", "sqlite_sequence")) {
            stored().execute("DELETE FROM " + table);
        }
    }

    @Override
    public final void storeOrphan(long utterance, long audio, long transcription) {
        stored().execute(INSERT_ORPHAN.formatted(utterance, audio, transcription));
    }
}
