package dev.referent.core.contract;

/** All that an adapter of a database must do. */
public interface CorpusContract extends RecordsContract, IntegrityContract, ForeignKeyCheckContract {}
