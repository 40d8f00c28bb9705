package dev.referent.corpus;

import java.io.Serializable;

/**
 * A reference to a record, which may or may not exist.
 *
 * @param kind the kind of record
 * @param id the id; any 64-bit number
 */
public record Reference(RecordKind kind, long id) implements Serializable {}
