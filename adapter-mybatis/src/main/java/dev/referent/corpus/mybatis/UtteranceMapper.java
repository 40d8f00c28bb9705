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

    /** The use of a record by an utterance, and how many utterances use the record. */
    record Use(long record, long utterance, long total) {}

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

    @Select("SELECT id, audio_id, transcription_id FROM utterance WHERE audio_id = #{record}" + Sql.PAGE_OF_RECORD)
    List<Row> pageOfAudio(@Param("record") long record, @Param("page") Page page);

    @Select("SELECT count(*) FROM utterance WHERE audio_id = #{record}")
    long countOfAudio(long record);

    @Select("SELECT id, audio_id, transcription_id FROM utterance WHERE transcription_id = #{record}"
            + Sql.PAGE_OF_RECORD)
    List<Row> pageOfTranscription(@Param("record") long record, @Param("page") Page page);

    @Select("SELECT count(*) FROM utterance WHERE transcription_id = #{record}")
    long countOfTranscription(long record);

    @Select(
            """
            <script>
            SELECT record, utterance, total FROM (
                SELECT audio_id AS record, id AS utterance,
                       row_number() OVER (PARTITION BY audio_id ORDER BY id) AS place,
                       count(*) OVER (PARTITION BY audio_id) AS total
                FROM utterance WHERE audio_id IN"""
                    + Sql.IDS
                    + """
            ) AS used WHERE place &lt;= #{max} ORDER BY utterance
            </script>
            """)
    List<Use> usesOfAudios(@Param("ids") List<Long> ids, @Param("max") int max);

    @Select(
            """
            <script>
            SELECT record, utterance, total FROM (
                SELECT transcription_id AS record, id AS utterance,
                       row_number() OVER (PARTITION BY transcription_id ORDER BY id) AS place,
                       count(*) OVER (PARTITION BY transcription_id) AS total
                FROM utterance WHERE transcription_id IN"""
                    + Sql.IDS
                    + """
            ) AS used WHERE place &lt;= #{max} ORDER BY utterance
            </script>
            """)
    List<Use> usesOfTranscriptions(@Param("ids") List<Long> ids, @Param("max") int max);

    @Delete("DELETE FROM utterance WHERE id = #{id}")
    boolean delete(long id);
}
