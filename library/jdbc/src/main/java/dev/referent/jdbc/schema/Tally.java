package dev.referent.jdbc.schema;

import java.util.Map;

/**
 * How many child rows there are with one key.
 *
 * @param rows the number of rows
 * @param row what identifies the first of them; empty where the table has no rowid
 */
public record Tally(long rows, Map<String, Object> row) {}
