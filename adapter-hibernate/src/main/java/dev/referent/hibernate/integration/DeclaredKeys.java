package dev.referent.hibernate.integration;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.boot.Metadata;
import org.hibernate.mapping.Table;
import org.jspecify.annotations.Nullable;

/** Has Hibernate write the foreign keys into CREATE TABLE, the only place where SQLite takes them. */
final class DeclaredKeys {
    private DeclaredKeys() {}

    /** Runs what generates the mapping's tables; afterwards the mapping is as it was. */
    static void during(Metadata metadata, Runnable generation) {
        MappedKeys keys = MappedKeys.of(metadata, metadata.getDatabase().getDialect());
        Map<Table, @Nullable String> before = new LinkedHashMap<>();
        for (Table table : metadata.collectTableMappings()) {
            String declared = keys.declarations(table);
            if (!declared.isEmpty()) {
                String own = table.getExtraDeclarations();
                before.put(table, own);
                table.setExtraDeclarations(Stream.of(own == null ? "" : own, declared)
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(", ")));
            }
        }
        try {
            generation.run();
        } finally {
            before.forEach(Table::setExtraDeclarations);
        }
    }
}
