package dev.referent.corpus.port;

/** An open corpus: all that an adapter of a database implements. Safe for use by many threads. */
public interface Corpus extends AutoCloseable {
    /** Returns what keeps the rows of the recordings. */
    Audios audios();

    /** Returns what keeps the transcriptions. */
    Transcriptions transcriptions();

    /** Returns what keeps the pairs. */
    Utterances utterances();

    /** Returns what removes records that no utterance uses. */
    Removal removal();

    /** Returns what tells which files have a row. */
    KnownFiles knownFiles();

    /** Returns what tells which references have no parent row. */
    ForeignKeyCheck foreignKeyCheck();

    /** Releases what the adapter holds; the data sources that it was opened on stay open. */
    @Override
    void close();
}
