/** The audit of foreign keys, the gate at an application's start, and the repair of orphan rows. */
module dev.referent.orphans {
    requires transitive dev.referent.jdbc;
    requires static org.jspecify;

    exports dev.referent.orphans;
}
