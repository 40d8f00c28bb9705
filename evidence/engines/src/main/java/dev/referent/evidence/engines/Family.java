package dev.referent.evidence.engines;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A family of engines with the same SQL dialect. */
public enum Family {
    /** SQLite, with or without Referent. */
    SQLITE("PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON"),
    /** H2. */
    H2("SET REFERENTIAL_INTEGRITY FALSE", "SET REFERENTIAL_INTEGRITY TRUE"),
    /** HSQLDB. */
    HSQLDB("SET DATABASE REFERENTIAL INTEGRITY FALSE", "SET DATABASE REFERENTIAL INTEGRITY TRUE"),
    /** Apache Derby, which cannot switch checks off. */
    DERBY(null, null),
    /** DuckDB, which cannot switch checks off. */
    DUCKDB(null, null),
    /** PostgreSQL, and engines with its protocol. */
    POSTGRESQL("SET session_replication_role = replica", "SET session_replication_role = DEFAULT"),
    /** MariaDB and MySQL. */
    MARIADB("SET FOREIGN_KEY_CHECKS = 0", "SET FOREIGN_KEY_CHECKS = 1"),
    /** Firebird, which cannot switch checks off. */
    FIREBIRD(null, null),
    /** Any other engine, which gets standard SQL. */
    OTHER(null, null);

    private final Optional<String> off;
    private final Optional<String> on;

    Family(@Nullable String off, @Nullable String on) {
        this.off = Optional.ofNullable(off);
        this.on = Optional.ofNullable(on);
    }

    /** Returns the family of a product name, as a driver reports it. */
    public static Family of(String product) {
        String name = product.toLowerCase(Locale.ROOT);
        for (Family family : values()) {
            if (name.contains(family.nameInProduct())) {
                return family;
            }
        }
        return name.contains("mysql") ? MARIADB : OTHER;
    }

    private String nameInProduct() {
        return this == HSQLDB ? "hsql" : name().toLowerCase(Locale.ROOT);
    }

    /** Returns the statement that switches foreign key checks off; empty if there is none. */
    public Optional<String> checksOff() {
        return off;
    }

    /** Returns the statement that switches foreign key checks on; empty if there is none. */
    public Optional<String> checksOn() {
        return on;
    }
}
