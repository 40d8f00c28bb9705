/**
 * The rules of the corpus, its use cases and its ports.
 *
 * <p>Nothing but {@code java.base} and the vocabulary of integrity is required at run time. {@code java.sql} is left out on
 * purpose: a use case that reached for a database would not compile.
 */
module dev.referent.corpus {
    requires transitive dev.referent.integrity;
    requires static org.jspecify;

    exports dev.referent.corpus;
    exports dev.referent.corpus.port;
    exports dev.referent.corpus.usecase;
}
