/**
 * The domain rules, use cases and ports of the corpus.
 *
 * <p>At run time it requires only {@code java.base} and {@code referent-integrity}. It does not require {@code java.sql}, so a
 * use case that accesses a database does not compile.
 */
module dev.referent.corpus {
    requires transitive dev.referent.integrity;
    requires static org.jspecify;

    exports dev.referent.corpus;
    exports dev.referent.corpus.port;
    exports dev.referent.corpus.usecase;
}
