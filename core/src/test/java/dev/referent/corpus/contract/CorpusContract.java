package dev.referent.corpus.contract;

/** The whole contract of {@link dev.referent.corpus.port.Corpus}. */
public interface CorpusContract extends RecordsContract, IntegrityContract, ForeignKeyCheckContract {}
