/**
 * Enforced connections and explained violations, for any JDBC code.
 *
 * <p>{@code dev.referent.jdbc} is the API; the packages below it are internal.
 */
@SuppressWarnings("module") // the modules to which a package is exported are compiled later
module dev.referent.jdbc {
    requires transitive dev.referent.integrity;
    requires transitive java.sql;
    requires static org.jspecify;
    requires static org.postgresql.jdbc;
    requires static org.xerial.sqlitejdbc;

    exports dev.referent.jdbc;
    exports dev.referent.jdbc.sql to
            dev.referent.migrations,
            dev.referent.orphans;

    provides java.sql.Driver with
            dev.referent.jdbc.ReferentDriver;
}
