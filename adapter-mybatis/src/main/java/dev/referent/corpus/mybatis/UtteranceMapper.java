package dev.referent.corpus.mybatis;

import dev.referent.corpus.AudioId;
import dev.referent.corpus.NewUtterance;
import dev.referent.corpus.Page;
import dev.referent.corpus.TranscriptionId;
import dev.referent.corpus.Utterance;
import dev.referent.corpus.UtteranceId;
import java.util.List;
import java.util.Optional;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/** The statements on the table utterance. */
interface UtteranceMapper {

    /** A row of the table. */
    record Row(long id, long audioId, long transcriptionId) {
        Utterance toUtterance() {
            return new Utterance(new UtteranceId(id), new AudioId(audioId), new TranscriptionId(transcriptionId));
        }
    }

    /** The use of a record by an utterance. */
    record Use(long record, long utterance) {}

    @Insert(
            """
            INSERT INTO utterance (audio_id, transcription_id)
            VALUES (#{draft.audio.value}, #{draft.transcription.value})
            """)
    @Options(useGeneratedKeys = true, keyProperty = "id.value")
    void insert(@Param("draft") NewUtterance draft, @Param("id") GeneratedId id);

    @Select("SELECT id, audio_id, transcription_id FROM utterance WHERE id = #{id}")
    Optional<Row> find(long id);

    @Select(
            """
            SELECT id, audio_id, transcription_id FROM utterance
            WHERE audio_id = #{audio.value} AND transcription_id = #{transcription.value}
            """)
    Optional<Row> pair(NewUtterance ends);

    @Select("SELECT id, audio_id, transcription_id FROM utterance" + Sql.PAGE)
    List<Row> page(Page page);

    @Select("SELECT count(*) FROM utterance")
    long count();

    @Select("<script>SELECT id FROM utterance WHERE id IN " + Sql.IDS + "</script>")
    List<Long> existing(@Param("ids") List<Long> ids);

    @Select("<script>SELECT audio_id AS record, id AS utterance FROM utterance WHERE audio_id IN " + Sql.IDS
            + " ORDER BY id</script>")
    List<Use> usesOfAudios(@Param("ids") List<Long> ids);

    @Select("<script>SELECT transcription_id AS record, id AS utterance FROM utterance WHERE transcription_id IN "
            + Sql.IDS + " ORDER BY id</script>")
    List<Use> usesOfTranscriptions(@Param("ids") List<Long> ids);

    @Delete("DELETE FROM utterance WHERE id = #{id}")
    boolean delete(long id);
}
