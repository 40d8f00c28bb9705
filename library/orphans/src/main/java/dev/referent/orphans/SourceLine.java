package dev.referent.orphans;

/**
 * A line of a file.
 *
 * @param file the file's path, as it was given
 * @param line the line, counted from 1
 */
public record SourceLine(String file, int line) {
    /** Returns the form that editors and terminals open: {@code file:line}. */
    @Override
    public String toString() {
        return file + ":" + line;
    }
}
