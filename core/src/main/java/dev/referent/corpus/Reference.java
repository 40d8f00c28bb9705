package dev.referent.corpus;

/**
 * What is pointed at: one record, which may or may not exist.
 *
 * @param kind the kind of record
 * @param id its id; any 64-bit number
 */
public record Reference(RecordKind kind, long id) {}
