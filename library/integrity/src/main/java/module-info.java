/** The vocabulary of foreign keys and their violations. Nothing but {@code java.base} is required at run time. */
module dev.referent.integrity {
    requires static org.jspecify;

    exports dev.referent.integrity;
}
