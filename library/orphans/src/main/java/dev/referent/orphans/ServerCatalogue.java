package dev.referent.orphans;

import dev.referent.integrity.ReferentialAction;
import dev.referent.jdbc.sql.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the foreign keys of the schema that a connection to a server is in. */
enum ServerCatalogue {
    /** PostgreSQL. Keys have been enforced or not since version 18; before, the column does not exist. */
    POSTGRESQL(
            "SELECT current_setting('session_replication_role') = 'replica'",
            "session_replication_role is replica for new sessions of this user in this database",
            "ALTER ROLE … RESET session_replication_role, or ALTER DATABASE …") {
        @Override
        List<ServerKey> keys(Connection connection) throws SQLException {
            List<ServerKey> keys = new ArrayList<>();
            Sql.each(
                    connection,
                    POSTGRESQL_KEYS,
                    row -> keys.add(new ServerKey(
                            text(row, 0),
                            text(row, 1),
                            texts(row, 2),
                            text(row, 3),
                            text(row, 4),
                            texts(row, 5),
                            POSTGRESQL_ACTIONS.getOrDefault(text(row, 6), ReferentialAction.NO_ACTION),
                            !text(row, 7).equals("false"),
                            truth(row, 8),
                            !truth(row, 9),
                            truth(row, 10),
                            true)));
            return keys;
        }
    },
    /** MariaDB, which makes an index for each key itself. */
    MARIADB(
            "SELECT @@global.foreign_key_checks = 0",
            "foreign_key_checks is off for new sessions",
            "SET GLOBAL foreign_key_checks = 1;") {
        @Override
        List<ServerKey> keys(Connection connection) throws SQLException {
            Map<String, ServerKey> keys = new LinkedHashMap<>();
            Sql.each(connection, MARIADB_COLUMNS, row -> {
                String id = text(row, 1) + "\0" + text(row, 0);
                ServerKey known = keys.get(id);
                keys.put(
                        id,
                        new ServerKey(
                                text(row, 0),
                                text(row, 1),
                                and(known == null ? List.of() : known.childColumns(), text(row, 2)),
                                text(row, 3),
                                text(row, 4),
                                and(known == null ? List.of() : known.parentColumns(), text(row, 5)),
                                ReferentialAction.valueOf(
                                        text(row, 6).toUpperCase(Locale.ROOT).replace(' ', '_')),
                                true,
                                true,
                                true,
                                true,
                                truth(row, 7)));
            });
            return List.copyOf(keys.values());
        }
    };

    private static final Map<String, ReferentialAction> POSTGRESQL_ACTIONS = Map.of(
            "c", ReferentialAction.CASCADE,
            "r", ReferentialAction.RESTRICT,
            "n", ReferentialAction.SET_NULL,
            "d", ReferentialAction.SET_DEFAULT);

    private static final String POSTGRESQL_KEYS =
            """
            SELECT k.conname::text, c.relname::text,
                ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY u(n, i)
                    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n ORDER BY u.i),
                n.nspname::text, p.relname::text,
                ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY u(n, i)
                    JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n ORDER BY u.i),
                k.confdeltype::text, coalesce(to_jsonb(k) ->> 'conenforced', 'true'), k.convalidated,
                EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgconstraint = k.oid AND t.tgenabled = 'D'),
                EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = k.conrelid AND i.indisvalid AND i.indpred IS NULL
                    AND (string_to_array(i.indkey::text, ' ')::int2[])[1:cardinality(k.conkey)] @> k.conkey)
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class p ON p.oid = k.confrelid
                JOIN pg_namespace n ON n.oid = p.relnamespace
            WHERE k.contype = 'f' AND k.conparentid = 0 AND c.relnamespace = current_schema()::regnamespace
            ORDER BY c.relname, k.conname
            """;

    private static final String MARIADB_COLUMNS =
            """
            SELECT k.constraint_name, k.table_name, k.column_name, k.referenced_table_schema, k.referenced_table_name,
                k.referenced_column_name, r.delete_rule, t.table_name IS NOT NULL
            FROM information_schema.key_column_usage k
            JOIN information_schema.referential_constraints r ON r.constraint_schema = k.constraint_schema
                AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name
            LEFT JOIN information_schema.tables t ON t.table_schema = k.referenced_table_schema
                AND t.table_name = k.referenced_table_name
            WHERE k.table_schema = database() AND k.referenced_table_name IS NOT NULL
            ORDER BY k.table_name, k.constraint_name, k.ordinal_position
            """;

    private final String off;
    private final String message;
    private final String remedy;

    ServerCatalogue(String off, String message, String remedy) {
        this.off = off;
        this.message = message;
        this.remedy = remedy;
    }

    /** Returns the keys, in the order of tables and names. */
    abstract List<ServerKey> keys(Connection connection) throws SQLException;

    /** Whether new sessions do not enforce. */
    boolean isOff(Connection connection) throws SQLException {
        return truth(Sql.rows(connection, off).get(0), 0);
    }

    String message() {
        return message;
    }

    String remedy() {
        return remedy;
    }

    private static String text(List<? extends @Nullable Object> row, int column) {
        return String.valueOf(row.get(column));
    }

    private static boolean truth(List<? extends @Nullable Object> row, int column) {
        Object value = row.get(column);
        return value instanceof Number number ? number.longValue() != 0 : Boolean.TRUE.equals(value);
    }

    private static List<String> texts(List<? extends @Nullable Object> row, int column) throws SQLException {
        Array array = (Array) Objects.requireNonNull(row.get(column));
        return List.of((String[]) array.getArray());
    }

    private static List<String> and(List<String> names, String name) {
        List<String> more = new ArrayList<>(names);
        more.add(name);
        return more;
    }
}
