package dev.referent.corpus.mybatis;

/** Receives the generated id of a new row. */
final class GeneratedId {
    private long value;

    /** Returns the id, after the row is stored. */
    long value() {
        return value;
    }

    /** Called by MyBatis. */
    void setValue(long value) {
        this.value = value;
    }
}
