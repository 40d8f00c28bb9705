/** Enforced connections and explained violations for any mappers on MyBatis. */
module dev.referent.mybatis {
    requires transitive dev.referent.jdbc;
    requires transitive org.mybatis;
    requires static org.jspecify;

    exports dev.referent.mybatis;
}
