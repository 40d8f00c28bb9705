package dev.referent.corpus.app.http;

/** What the server answers by what its database does: this must be the same with every adapter and on every engine. */
public interface StorageContract
        extends StatusContract, ValueContract, ListContract, ProblemContract, OrphanContract, ConcurrencyContract {}
