package dev.referent.evidence.engines;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Engines that speak the same SQL; what a scenario words differently, it words by family. */
public enum Family {
    /** SQLite, with Referent or without. */
    SQLITE("PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON"),
    /** H2. */
    H2("SET REFERENTIAL_INTEGRITY FALSE", "SET REFERENTIAL_INTEGRITY TRUE"),
    /** HSQLDB. */
    HSQLDB("SET DATABASE REFERENTIAL INTEGRITY FALSE", "SET DATABASE REFERENTIAL INTEGRITY TRUE"),
    /** Apache Derby, which has no switch. */
    DERBY(null, null),
    /** DuckDB, which has no switch. */
    DUCKDB(null, null),
    /** PostgreSQL, and what speaks its protocol. */
    POSTGRESQL("SET session_replication_role = replica", "SET session_replication_role = DEFAULT"),
    /** MariaDB and MySQL. */
    MARIADB("SET FOREIGN_KEY_CHECKS = 0", "SET FOREIGN_KEY_CHECKS = 1"),
    /** Firebird, which has no switch. */
    FIREBIRD(null, null),
    /** Any other, which is given the standard's words. */
    OTHER(null, null);

    private final Optional<String> off;
    private final Optional<String> on;

    Family(@Nullable String off, @Nullable String on) {
        this.off = Optional.ofNullable(off);
        this.on = Optional.ofNullable(on);
    }

    /** Returns the family of what a driver calls its product. */
    public static Family of(String product) {
        String name = product.toLowerCase(Locale.ROOT);
        for (Family family : values()) {
            if (name.contains(family.word())) {
                return family;
            }
        }
        return name.contains("mysql") ? MARIADB : OTHER;
    }

    private String word() {
        return this == HSQLDB ? "hsql" : name().toLowerCase(Locale.ROOT);
    }

    /** Returns what switches the checks of foreign keys off, if the engine can. */
    public Optional<String> checksOff() {
        return off;
    }

    /** Returns what switches them on again. */
    public Optional<String> checksOn() {
        return on;
    }
}
