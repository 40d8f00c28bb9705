/**
 * Enforced connections and explained violations, for any JDBC code.
 *
 * <p>{@code dev.referent.jdbc} is the API; the packages below it are internal.
 */
module dev.referent.jdbc {
    requires transitive dev.referent.integrity;
    requires transitive java.sql;
    requires org.xerial.sqlitejdbc;
    requires static org.jspecify;
    requires static org.postgresql.jdbc;

    exports dev.referent.jdbc;
}
