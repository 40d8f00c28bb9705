package dev.referent.jdbc.server;

import dev.referent.integrity.ForeignKeyViolation.Kind;
import java.util.Optional;

/**
 * A foreign key as a server's refusal names it.
 *
 * @param schema where the child table is, a database of MariaDB's
 * @param childTable the referencing table
 * @param constraint the key's name
 * @param kind which end is at fault; empty if the server says so in a language that is not understood
 * @param detail what the server says of the values; empty if it says nothing
 */
record NamedKey(String schema, String childTable, String constraint, Optional<Kind> kind, Optional<String> detail) {}
