/** Flyway by the URL of Referent's driver. */
module dev.referent.flyway {
    requires transitive dev.referent.jdbc;
    requires transitive flyway.core;
    requires static org.jspecify;

    exports dev.referent.flyway;
}
