package dev.referent.evidence.comparison.path;

import java.util.List;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Options.FlushCachePolicy;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.jspecify.annotations.Nullable;

/** The statements on whichever tables a scenario has. */
interface RowMapper {
    /**
     * Writes, or does whatever else a text says.
     *
     * @param sql the text, with a {@code #{values[0]}} for each value
     */
    @Update("${sql}")
    void write(@Param("sql") String sql, @Param("values") List<@Nullable Object> values);

    /** Asks for one number, and not the cache. */
    @Select("${sql}")
    @Options(flushCache = FlushCachePolicy.TRUE)
    long count(@Param("sql") String sql);
}
