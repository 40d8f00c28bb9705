package dev.referent.migrations;

import dev.referent.integrity.ReferentialAction;
import dev.referent.jdbc.DeclaredForeignKey;
import dev.referent.migrations.Schema.Column;
import dev.referent.orphans.AuditRule;
import dev.referent.orphans.Finding;
import dev.referent.orphans.Rule;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds what is wrong with the keys that all scripts together declare. */
final class SchemaCheck {
    /** The audit's rules that are about declarations. */
    static final List<Rule> RULES = List.of(
            AuditRule.PARENT_TABLE_MISSING,
            AuditRule.PARENT_KEY_NOT_UNIQUE,
            AuditRule.CHILD_NOT_INDEXED,
            AuditRule.TYPES_DIFFER,
            AuditRule.COLLATIONS_DIFFER);

    private final Schema schema;
    private final Declarations declarations;
    private final LintFindings findings;

    SchemaCheck(Schema schema, Declarations declarations, LintFindings findings) {
        this.schema = schema;
        this.declarations = declarations;
        this.findings = findings;
    }

    /** Places what the audit found at the declarations, and looks for actions that cannot succeed. */
    void run(List<Finding> audited) {
        for (Finding finding : audited) {
            if (Set.copyOf(RULES).contains(finding.rule())) {
                key(finding).ifPresent(key -> add(key, finding));
            }
        }
        for (DeclaredForeignKey key : schema.keys()) {
            action(key, "ON DELETE ", key.onDelete());
            action(key, "ON UPDATE ", key.onUpdate());
        }
    }

    private Optional<DeclaredForeignKey> key(Finding finding) {
        return schema.keys().stream()
                .filter(key -> Optional.of(key.name()).equals(finding.foreignKey())
                        && Optional.of(key.childTable()).equals(finding.table()))
                .findFirst();
    }

    private void action(DeclaredForeignKey key, String event, ReferentialAction action) {
        for (String name : key.childColumns()) {
            Optional<Column> column = schema.column(key.childTable(), name);
            if (column.isPresent() && setsNull(action, column.get())) {
                String table = key.childTable();
                Finding finding = new Finding(
                        LintRule.ACTION_SETS_NULL,
                        Optional.of(table),
                        Optional.of(key.name()),
                        event + action.name().replace('_', ' ') + " sets " + table + "." + name
                                + " to null, which is NOT NULL; each such change of a parent row fails",
                        Optional.of("take the NOT NULL away, or choose another action"));
                add(key, finding);
            }
        }
    }

    private static boolean setsNull(ReferentialAction action, Column column) {
        boolean toNull = action == ReferentialAction.SET_NULL
                || (action == ReferentialAction.SET_DEFAULT
                        && column.defaultValue().isEmpty());
        return toNull && column.notNull();
    }

    private void add(DeclaredForeignKey key, Finding finding) {
        declarations.of(key).ifPresent(place -> findings.add(place.statement(), place.token(), finding));
    }
}
