package dev.referent.jdbc.schema;

import java.util.Map;

/**
 * The number of child rows with one key.
 *
 * @param row the columns that identify the first of them; empty if the table has no rowid
 */
public record Tally(long rows, Map<String, Object> row) {}
