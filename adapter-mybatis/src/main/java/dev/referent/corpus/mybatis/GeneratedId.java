package dev.referent.corpus.mybatis;

/** Receives the id that the database gives a new row. */
final class GeneratedId {
    private long value;

    /** Returns the id, once the row is stored. */
    long value() {
        return value;
    }

    /** MyBatis calls this. */
    void setValue(long value) {
        this.value = value;
    }
}
