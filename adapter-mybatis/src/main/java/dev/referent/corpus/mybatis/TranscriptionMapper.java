package dev.referent.corpus.mybatis;

import dev.referent.corpus.FileName;
import dev.referent.corpus.Listing;
import dev.referent.corpus.NewTranscription;
import dev.referent.corpus.Page;
import dev.referent.corpus.Transcription;
import dev.referent.corpus.TranscriptionId;
import dev.referent.corpus.UtteranceId;
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

    /** A row of the table. */
    record Row(long id, String name, String fileName, String text, Instant createdAt) {
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
    void insert(@Param("draft") NewTranscription draft, @Param("id") GeneratedId id);

    @Select("SELECT id, name, file_name, text, created_at FROM transcription WHERE id = #{id}")
    Optional<Row> find(long id);

    @Select("SELECT id, name, file_name, text, created_at FROM transcription" + Sql.PAGE)
    List<Row> page(Page page);

    @Select("SELECT count(*) FROM transcription")
    long count();

    @Select("<script>SELECT id FROM transcription WHERE id IN " + Sql.IDS + "</script>")
    List<Long> existing(@Param("ids") List<Long> ids);

    @Delete("DELETE FROM transcription WHERE id = #{id}")
    boolean delete(long id);
}
