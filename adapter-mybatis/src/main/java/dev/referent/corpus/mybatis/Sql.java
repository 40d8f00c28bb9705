package dev.referent.corpus.mybatis;

/** SQL fragments that the mappers share. */
final class Sql {
    /** The parameters {@code ids}, for an IN list. */
    static final String IDS = "<foreach collection='ids' item='id' open='(' separator=',' close=')'>#{id}</foreach>";

    /** One page, from the properties of the parameter {@code page}. */
    static final String PAGE = " ORDER BY id LIMIT #{page.size} OFFSET #{page.offset}";

    /** Ends a count that began with {@link #COUNT}. */
    static final String COUNT_LIMIT = " LIMIT #{page.countLimit}) AS counted)";

    /** Begins a count that reads no more rows than {@link dev.referent.corpus.Page#countLimit()}; a table follows. */
    static final String COUNT = "(SELECT count(*) FROM (SELECT 1 FROM ";

    private Sql() {}
}
