package dev.referent.orphans;

import dev.referent.jdbc.sql.SqlNames;
import java.util.ArrayList;
import java.util.List;

/** Finds what is wrong with the declaration of a server's key, whatever rows there are. */
final class ServerFindings {
    private final String quote;

    /**
     * Creates an instance for one server.
     *
     * @param quote what the server quotes names with
     */
    ServerFindings(String quote) {
        this.quote = quote;
    }

    List<Finding> of(ServerKey key) {
        List<Finding> findings = new ArrayList<>();
        if (!key.parentExists()) {
            findings.add(missing(key));
        }
        if (!key.enforced()) {
            findings.add(notEnforced(key));
        } else if (!key.validated()) {
            findings.add(notValidated(key));
        }
        if (!key.triggersEnabled()) {
            findings.add(triggersDisabled(key));
        }
        if (!key.indexed()) {
            findings.add(notIndexed(key));
        }
        return findings;
    }

    /** Only MariaDB keeps a key whose parent table is gone, and it drops a FOREIGN KEY, not a CONSTRAINT. */
    private Finding missing(ServerKey key) {
        return finding(
                AuditRule.PARENT_TABLE_MISSING,
                key,
                "the parent table " + key.parent() + " does not exist",
                "create " + key.parent() + ", or drop the key: " + alter(key) + " DROP FOREIGN KEY "
                        + SqlNames.quotedBy(quote, key.name()) + ";");
    }

    private Finding notEnforced(ServerKey key) {
        return finding(
                AuditRule.NOT_ENFORCED,
                key,
                "the key is declared NOT ENFORCED, so that orphan rows are accepted",
                alter(key) + " ALTER CONSTRAINT " + SqlNames.quotedBy(quote, key.name()) + " ENFORCED;");
    }

    private Finding notValidated(ServerKey key) {
        return finding(
                AuditRule.NOT_VALIDATED,
                key,
                "the key is declared NOT VALID: rows that are older than it were never checked",
                alter(key) + " VALIDATE CONSTRAINT " + SqlNames.quotedBy(quote, key.name()) + ";");
    }

    private Finding triggersDisabled(ServerKey key) {
        return finding(
                AuditRule.TRIGGERS_DISABLED,
                key,
                "the triggers that enforce the key are disabled, so that orphan rows are accepted",
                alter(key) + " ENABLE TRIGGER ALL; and the same for " + key.parent());
    }

    private Finding notIndexed(ServerKey key) {
        return finding(
                AuditRule.CHILD_NOT_INDEXED,
                key,
                "no index begins with " + OrphanFinding.columns(key.child(), key.childColumns())
                        + ": each delete of a row of " + key.parent() + " reads the whole table",
                "CREATE INDEX ON " + SqlNames.quotedBy(quote, key.child()) + " ("
                        + ServerKey.quoted(quote, "", key.childColumns()) + ");");
    }

    private static Finding finding(Rule rule, ServerKey key, String fact, String remedy) {
        return Finding.of(rule, key.child(), key.name(), fact, remedy);
    }

    private String alter(ServerKey key) {
        return "ALTER TABLE " + SqlNames.quotedBy(quote, key.child());
    }
}
