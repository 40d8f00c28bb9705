package dev.referent.corpus.mybatis;

/** SQL fragments that the mappers share. */
final class Sql {
    /** The parameters {@code ids}, for an IN list. */
    static final String IDS = "<foreach collection='ids' item='id' open='(' separator=',' close=')'>#{id}</foreach>";

    /** One page, from the properties of the parameter {@link dev.referent.corpus.Page}. */
    static final String PAGE = " ORDER BY id LIMIT #{size} OFFSET #{offset}";

    /** One page, from the properties of the parameter {@code page}. */
    static final String PAGE_OF_RECORD = " ORDER BY id LIMIT #{page.size} OFFSET #{page.offset}";

    private Sql() {}
}
