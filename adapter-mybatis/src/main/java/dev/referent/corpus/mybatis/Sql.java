package dev.referent.corpus.mybatis;

/** What several statements of the mappers share. */
final class Sql {
    /** The parameters {@code ids}, for the right side of an IN. */
    static final String IDS = "<foreach collection='ids' item='id' open='(' separator=',' close=')'>#{id}</foreach>";

    /** One page, by the properties of the parameter {@link dev.referent.corpus.Page}. */
    static final String PAGE = " ORDER BY id LIMIT #{size} OFFSET #{offset}";

    private Sql() {}
}
