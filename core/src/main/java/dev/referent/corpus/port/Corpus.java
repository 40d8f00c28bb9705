package dev.referent.corpus.port;

/** An open corpus: all ports that a database adapter implements. Thread-safe. */
public interface Corpus extends AutoCloseable {
    /** Returns the store of the recordings' rows. */
    Audios audios();

    /** Returns the store of the transcriptions. */
    Transcriptions transcriptions();

    /** Returns the store of the utterances. */
    Utterances utterances();

    /** Returns the removal of records. */
    Removal removal();

    /** Returns the lookup of files that have a row. */
    KnownFiles knownFiles();

    /** Returns the check of references. */
    ForeignKeyCheck foreignKeyCheck();

    /** Releases the adapter's resources. The data sources stay open. */
    @Override
    void close();
}
