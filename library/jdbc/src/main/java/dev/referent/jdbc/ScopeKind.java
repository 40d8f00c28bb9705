package dev.referent.jdbc;

/** The kinds of work without enforcement, and what their messages say. */
enum ScopeKind {
    /** Changes the schema; a tool may commit several times. */
    MIGRATION(
            "migration scope",
            "migration",
            "migrate",
            "a migration scope is for SQLite; a server changes a table without a rebuild, so migrate with its foreign keys"
                    + " enforced",
            "the migration's transaction is not committed, as it would break a foreign key (a rebuild of a table belongs"
                    + " into one transaction)",
            "the migration has broken a foreign key, with statements that are already committed"),

    /** Writes many rows in one transaction. */
    BULK(
            "bulk scope",
            "bulk write",
            "write",
            "a bulk scope is for SQLite; on a server, write with its foreign keys enforced",
            "the bulk write is not committed, as it would break a foreign key",
            "the bulk write has broken a foreign key, with statements that are already committed");

    /** What the scope is called, what its work is called, and what the work does. */
    final String scopeName;

    final String work;
    final String verb;

    /** The message for a connection to a server. */
    final String onServer;

    /** The beginnings of the messages about a transaction that is not committed, and violations that are committed already. */
    final String notCommitted;

    final String alreadyCommitted;

    ScopeKind(
            String scopeName, String work, String verb, String onServer, String notCommitted, String alreadyCommitted) {
        this.scopeName = scopeName;
        this.work = work;
        this.verb = verb;
        this.onServer = onServer;
        this.notCommitted = notCommitted;
        this.alreadyCommitted = alreadyCommitted;
    }
}
