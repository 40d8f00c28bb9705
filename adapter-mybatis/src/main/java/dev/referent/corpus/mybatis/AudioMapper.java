package dev.referent.corpus.mybatis;

import dev.referent.corpus.Audio;
import dev.referent.corpus.AudioId;
import dev.referent.corpus.FileName;
import dev.referent.corpus.Listing;
import dev.referent.corpus.NewAudio;
import dev.referent.corpus.Page;
import dev.referent.corpus.StoredName;
import dev.referent.corpus.UtteranceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/** The statements on the table audio. */
interface AudioMapper {
    String USES = "(SELECT count(*) FROM utterance WHERE audio_id = audio.id) AS uses";
    String COUNT = MapperSql.COUNT + "audio" + MapperSql.ELSE_COUNT + "audio" + MapperSql.COUNTED;

    /**
     * A row of the table.
     *
     * @param uses the number of utterances that use it
     * @param total the number of rows in the list that it was read for, at most {@link Page#countLimit()}
     */
    record Row(long id, String name, String storedName, Instant createdAt, long uses, long total) {
        static Row read(ResultSet row) throws SQLException {
            Instant createdAt = Instant.ofEpochMilli(row.getLong(4));
            return new Row(
                    row.getLong(1), row.getString(2), row.getString(3), createdAt, row.getLong(5), row.getLong(6));
        }

        Audio toAudio(Listing<UtteranceId> inUtterances) {
            return new Audio(new AudioId(id), new FileName(name), new StoredName(storedName), createdAt, inUtterances);
        }
    }

    @Insert(
            """
            INSERT INTO audio (name, stored_name, created_at)
            VALUES (#{draft.name.value}, #{draft.storedName.value}, #{draft.createdAt})
            """)
    @Options(useGeneratedKeys = true, keyProperty = "id.value")
    int insert(@Param("draft") NewAudio draft, @Param("id") GeneratedId id);

    @Select("SELECT id, name, stored_name, created_at, " + USES + ", 1 AS total FROM audio WHERE id = #{id}")
    Optional<Row> find(long id);

    @Select("SELECT id, name, stored_name, created_at, " + USES + ", " + COUNT + " AS total FROM audio"
            + MapperSql.PAGE)
    List<Row> page(@Param("page") Page page);

    @Select("SELECT " + COUNT)
    long count(@Param("page") Page page);

    @Select("<script>SELECT id FROM audio WHERE id IN " + MapperSql.IDS + "</script>")
    List<Long> existing(@Param("ids") List<Long> ids);

    @Select("<script>SELECT stored_name FROM audio WHERE stored_name IN " + MapperSql.IDS + "</script>")
    List<String> knownFiles(@Param("ids") List<String> storedNames);

    @Delete("DELETE FROM audio WHERE id = #{id}")
    boolean delete(long id);
}
