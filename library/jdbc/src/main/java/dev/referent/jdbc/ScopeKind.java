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
            "the migration's transaction is not committed, as it would break a foreign key (rebuild a table in one"
                    + " transaction)",
            "the migration has broken a foreign key, with statements that are already committed"),

    /** Writes many rows in one transaction. */
    BULK(
            "bulk scope",
            "bulk write",
            "write",
            "a bulk scope is for SQLite; on a server, write with its foreign keys enforced",
            "the bulk write is not committed, as it would break a foreign key",
            "the bulk write has broken a foreign key, with statements that are already committed");

    private final String scopeName;
    private final String work;
    private final String verb;
    private final String onServer;
    private final String notCommitted;
    private final String alreadyCommitted;

    ScopeKind(
            String scopeName, String work, String verb, String onServer, String notCommitted, String alreadyCommitted) {
        this.scopeName = scopeName;
        this.work = work;
        this.verb = verb;
        this.onServer = onServer;
        this.notCommitted = notCommitted;
        this.alreadyCommitted = alreadyCommitted;
    }

    /** Returns what the scope is called. */
    String scopeName() {
        return scopeName;
    }

    /** Returns what its work is called. */
    String work() {
        return work;
    }

    /** Returns what the work does. */
    String verb() {
        return verb;
    }

    /** Returns the message for a connection to a server. */
    String onServer() {
        return onServer;
    }

    /** Returns the beginning of the message for a transaction that is not committed. */
    String notCommitted() {
        return notCommitted;
    }

    /** Returns the beginning of the message for violations that are committed already. */
    String alreadyCommitted() {
        return alreadyCommitted;
    }
}
