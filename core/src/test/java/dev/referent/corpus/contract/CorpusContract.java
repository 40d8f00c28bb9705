package dev.referent.corpus.contract;

/** All that an implementation of {@link dev.referent.corpus.port.Corpus} must do. */
public interface CorpusContract extends RecordsContract, IntegrityContract, ForeignKeyCheckContract {}
