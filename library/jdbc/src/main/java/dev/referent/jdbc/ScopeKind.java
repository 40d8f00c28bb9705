package dev.referent.jdbc;

/**
 * A kind of work without enforcement, and what its messages say.
 *
 * @param scopeName what the scope is called
 * @param work what its work is called
 * @param verb what the work does
 * @param isImmediate whether it waits for other writers at its beginning, and so reads the existing orphan rows of the state that it
 *     changes
 * @param onServer the message for a connection to a server
 * @param notCommitted the beginning of the message for a transaction that is not committed
 * @param alreadyCommitted the beginning of the message for violations that are committed already
 */
record ScopeKind(
        String scopeName,
        String work,
        String verb,
        boolean isImmediate,
        String onServer,
        String notCommitted,
        String alreadyCommitted) {
    /** Changes the schema; a tool may commit several times. */
    static final ScopeKind MIGRATION = new ScopeKind(
            "migration scope",
            "migration",
            "migrate",
            false,
            "a migration scope is for SQLite; a server changes a table without a rebuild, so migrate with its foreign keys"
                    + " enforced",
            "the migration's transaction is not committed, as it would break a foreign key (rebuild a table in one"
                    + " transaction)",
            "the migration has broken a foreign key, with statements that are already committed");

    /** Writes many rows in one transaction. */
    static final ScopeKind BULK = new ScopeKind(
            "bulk scope",
            "bulk write",
            "write",
            true,
            "a bulk scope is for SQLite; on a server, write with its foreign keys enforced",
            "the bulk write is not committed, as it would break a foreign key",
            "the bulk write has broken a foreign key, with statements that are already committed");
}
