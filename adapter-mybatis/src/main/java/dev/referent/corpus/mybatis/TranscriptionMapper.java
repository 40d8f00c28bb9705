package dev.referent.corpus.mybatis;

import dev.referent.corpus.FileName;
import dev.referent.corpus.Listing;
import dev.referent.corpus.NewTranscription;
import dev.referent.corpus.Page;
import dev.referent.corpus.Transcription;
import dev.referent.corpus.TranscriptionId;
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

/** The statements on the table transcription. */
interface TranscriptionMapper {
    String USES = "(SELECT count(*) FROM utterance WHERE transcription_id = transcription.id) AS uses";
    String COUNT = MapperSql.COUNT + "transcription" + MapperSql.ELSE_COUNT + "transcription" + MapperSql.COUNTED;

    /**
     * A row of the table.
     *
     * @param uses the number of utterances that use it
     * @param total the number of rows in the list that it was read for, at most {@link Page#countLimit()}
     */
    record Row(long id, String name, String fileName, String text, Instant createdAt, long uses, long total) {
        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    row.getLong(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    Instant.ofEpochMilli(row.getLong(5)),
                    row.getLong(6),
                    row.getLong(7));
        }

        Transcription toTranscription(Listing<UtteranceId> inUtterances) {
            return new Transcription(
                    new TranscriptionId(id), new FileName(name), new FileName(fileName), text, createdAt, inUtterances);
        }
    }

    @Insert(
            """
            INSERT INTO transcription (name, file_name, text, created_at)
            VALUES (#{draft.name.value}, #{draft.fileName.value}, #{draft.text}, #{draft.createdAt})
            """)
    @Options(useGeneratedKeys = true, keyProperty = "id.value")
    int insert(@Param("draft") NewTranscription draft, @Param("id") GeneratedId id);

    @Select("SELECT id, name, file_name, text, created_at, " + USES
            + ", 1 AS total FROM transcription WHERE id = #{id}")
    Optional<Row> find(long id);

    @Select("SELECT id, name, file_name, text, created_at, " + USES + ", " + COUNT + " AS total FROM transcription"
            + MapperSql.PAGE)
    List<Row> page(@Param("page") Page page);

    @Select("SELECT " + COUNT)
    long count(@Param("page") Page page);

    @Select("SELECT coalesce(sum(octet_length(text)), 0) FROM (SELECT id, text FROM transcription" + MapperSql.PAGE
            + ") AS page")
    long textBytes(@Param("page") Page page);

    @Select("<script>SELECT id FROM transcription WHERE id IN " + MapperSql.IDS + "</script>")
    List<Long> existing(@Param("ids") List<Long> ids);

    @Delete("DELETE FROM transcription WHERE id = #{id}")
    boolean delete(long id);
}
