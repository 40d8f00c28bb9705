/**
 * The rules of the domain, the integrity vocabulary and the ports.
 *
 * <p>Nothing but {@code java.base} is required at run time, and {@code java.sql} is left out on purpose: a use case that
 * reached for a database would not compile.
 */
module dev.referent.core {
    requires static org.jspecify;

    exports dev.referent.core;
    exports dev.referent.core.corpus;
    exports dev.referent.core.integrity;
    exports dev.referent.core.usecase;
}
