package dev.referent.evidence.comparison.path;

import java.util.List;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Options.FlushCachePolicy;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

/** Runs SQL on the tables of any scenario. */
interface RowMapper {
    /**
     * Executes a statement.
     *
     * @param sql the SQL string, with a parameter such as {@code #{values[0]}} for each value
     */
    @Update("${sql}")
    void write(@Param("sql") String sql, @Param("values") List<@Nullable Object> values);

    /** Queries one number, bypassing the cache. */
    @Select("${sql}")
    @Options(flushCache = FlushCachePolicy.TRUE)
    long count(@Param("sql") String sql);
}
