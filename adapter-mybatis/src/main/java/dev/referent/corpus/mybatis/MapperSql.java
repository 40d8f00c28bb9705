package dev.referent.corpus.mybatis;

/** SQL fragments that the mappers share. */
final class MapperSql {
    /** The parameters {@code ids}, for an IN list. */
    static final String IDS = "<foreach collection='ids' item='id' open='(' separator=',' close=')'>#{id}</foreach>";

    /** One page, from the properties of the parameter {@code page}. */
    static final String PAGE = " ORDER BY id LIMIT #{page.size} OFFSET #{page.offset}";

    /**
     * Begins a count that is at most {@link dev.referent.corpus.Page#countLimit()}; the table follows, {@link #ELSE_COUNT}, the
     * table again, and {@link #COUNTED}. Skipping the rows up to the limit takes half the time of counting them.
     */
    static final String COUNT = "coalesce((SELECT #{page.countLimit} FROM ";

    /** Continues a count for a list with fewer rows. */
    static final String ELSE_COUNT = " LIMIT 1 OFFSET #{page.mostCounted}), (SELECT count(*) FROM ";

    /** Ends a count. */
    static final String COUNTED = "))";

    private MapperSql() {}
}
