/**
 * Enforced connections and explained violations, for any JDBC code.
 *
 * <p>{@code dev.referent.jdbc} is the API; the packages below it are internal.
 */
module dev.referent.jdbc {
    requires transitive dev.referent.integrity;
    requires transitive java.sql;
    requires static org.jspecify;
    requires static org.postgresql.jdbc;
    requires static transitive org.xerial.sqlitejdbc;

    exports dev.referent.jdbc;

    provides java.sql.Driver with
            dev.referent.jdbc.ReferentDriver;
}
