package dev.referent.jdbc.server;

import dev.referent.integrity.ForeignKeyViolation.Kind;
import java.util.Optional;

/**
 * A foreign key as a server's error names it.
 *
 * @param schema the schema of the child table, on MariaDB its database
 * @param kind the kind of violation; empty if the server's message is in an unsupported language
 * @param detail the server's text about the values; empty if there is none
 */
record NamedKey(String schema, String childTable, String constraint, Optional<Kind> kind, Optional<String> detail) {}
