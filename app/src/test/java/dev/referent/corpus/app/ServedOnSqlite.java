package dev.referent.corpus.app;

import java.nio.file.Path;

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
        stored().empty();
    }

    @Override
    public final void storeOrphan(long utterance, long audio, long transcription) {
        stored().execute(INSERT_ORPHAN.formatted(utterance, audio, transcription));
    }
}
