package dev.referent.corpus.mybatis;

import dev.referent.corpus.AudioId;
import dev.referent.corpus.NewUtterance;
import dev.referent.corpus.Page;
import dev.referent.corpus.Reference;
import dev.referent.corpus.TranscriptionId;
import dev.referent.corpus.Utterance;
import dev.referent.corpus.UtteranceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/** The statements on the table utterance. */
interface UtteranceMapper {
    String ROW =
            """
            SELECT utterance.id AS id, audio_id, transcription_id,
                   audio.id IS NOT NULL AS has_audio, transcription.id IS NOT NULL AS has_transcription""";

    String WITH_PARENTS =
            """
             FROM utterance
            LEFT JOIN audio ON audio.id = audio_id
            LEFT JOIN transcription ON transcription.id = transcription_id""";

    String COUNT = MapperSql.COUNT + "utterance" + MapperSql.ELSE_COUNT + "utterance" + MapperSql.COUNTED;
    String USING = "utterance WHERE ${table}_id = #{record}";
    String COUNT_USING = MapperSql.COUNT + USING + MapperSql.ELSE_COUNT + USING + MapperSql.COUNTED;

    /**
     * A row of the table.
     *
     * @param hasAudio whether the table audio has a row with its {@code audioId}
     * @param hasTranscription whether the table transcription has a row with its {@code transcriptionId}
     * @param total the number of rows in the list that it was read for, at most {@link Page#countLimit()}
     */
    record Row(long id, long audioId, long transcriptionId, boolean hasAudio, boolean hasTranscription, long total) {
        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getBoolean(4),
                    row.getBoolean(5),
                    row.getLong(6));
        }

        Utterance toUtterance() {
            AudioId audio = new AudioId(audioId);
            TranscriptionId transcription = new TranscriptionId(transcriptionId);
            Set<Reference> missing = new HashSet<>();
            if (!hasAudio) {
                missing.add(audio.reference());
            }
            if (!hasTranscription) {
                missing.add(transcription.reference());
            }
            return new Utterance(new UtteranceId(id), audio, transcription, missing);
        }
    }

    /** The use of a record by an utterance. */
    record Use(long record, long utterance) {
        static Use read(ResultSet row) throws SQLException {
            return new Use(row.getLong(1), row.getLong(2));
        }
    }

    @Insert(
            """
            INSERT INTO utterance (audio_id, transcription_id)
            VALUES (#{draft.audio.value}, #{draft.transcription.value})
            """)
    @Options(useGeneratedKeys = true, keyProperty = "id.value")
    int insert(@Param("draft") NewUtterance draft, @Param("id") GeneratedId id);

    @Select(ROW + ", 1 AS total" + WITH_PARENTS + " WHERE utterance.id = #{id}")
    Optional<Row> find(long id);

    @Select(ROW + ", 1 AS total" + WITH_PARENTS
            + " WHERE audio_id = #{audio.value} AND transcription_id = #{transcription.value}")
    Optional<Row> pair(NewUtterance ends);

    @Select(ROW + ", " + COUNT + " AS total" + WITH_PARENTS + MapperSql.PAGE)
    List<Row> page(@Param("page") Page page);

    @Select("SELECT " + COUNT)
    long count(@Param("page") Page page);

    @Select("<script>SELECT id FROM utterance WHERE id IN " + MapperSql.IDS + "</script>")
    List<Long> existing(@Param("ids") List<Long> ids);

    /**
     * Returns a page of the utterances that use a record.
     *
     * @param table the table of the record: audio or transcription
     * @param record the id of the record
     */
    @Select(ROW + ", " + COUNT_USING + " AS total" + WITH_PARENTS + " WHERE ${table}_id = #{record}" + MapperSql.PAGE)
    List<Row> using(@Param("table") String table, @Param("record") long record, @Param("page") Page page);

    /** Counts the utterances that use a record; the parameters are those of {@link #using}. */
    @Select("SELECT " + COUNT_USING)
    long countUsing(@Param("table") String table, @Param("record") long record, @Param("page") Page page);

    /**
     * Returns the first uses of each record, in the order of the records and the utterances. Where a record has more uses than
     * asked for, the subquery finds the last one asked for by an index; CROSS JOIN makes SQLite begin with the records.
     *
     * @param table the table of the records: audio or transcription
     * @param first the id of the first record
     * @param last the id of the last record
     * @param before the number of uses asked for, minus one
     */
    @Select(
            """
            SELECT ${table}.id AS record, utterance.id AS utterance
            FROM ${table} CROSS JOIN utterance
            WHERE utterance.${table}_id = ${table}.id
              AND utterance.id <= coalesce(
                  (SELECT id FROM utterance AS used WHERE used.${table}_id = ${table}.id
                   ORDER BY id LIMIT 1 OFFSET #{before}),
                  9223372036854775807)
              AND ${table}.id BETWEEN #{first} AND #{last}
            ORDER BY ${table}.id, utterance.id
            """)
    List<Use> firstUses(
            @Param("table") String table,
            @Param("first") long first,
            @Param("last") long last,
            @Param("before") int before);

    @Delete("DELETE FROM utterance WHERE id = #{id}")
    boolean delete(long id);
}
