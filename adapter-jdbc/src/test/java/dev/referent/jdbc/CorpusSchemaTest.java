package dev.referent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.core.integrity.ForeignKey;
import dev.referent.jdbc.schema.SchemaForeignKeys;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CorpusSchemaTest {
    @TempDir
    private Path folder;

    @Test
    void namesItsForeignKeysAndHasAnIndexForEachChildColumn() throws SQLException {
        EnforcedDataSource source = EnforcedDataSource.open("jdbc:sqlite:" + folder.resolve("corpus.db"));
        CorpusSchema.migrate(source);
        CorpusSchema.migrate(source);

        try (Connection connection = source.getConnection()) {
            assertThat(SchemaForeignKeys.of(connection, "main"))
                    .extracting(ForeignKey::name)
                    .containsExactly("utterance_audio_fk", "utterance_transcription_fk");
            for (ForeignKey foreignKey : SchemaForeignKeys.of(connection, "main")) {
                assertThat(Sql.read(
                                connection,
                                """
                                SELECT count(*) FROM pragma_index_list('utterance') i, pragma_index_info(i.name) c
                                 WHERE c.seqno = 0 AND c.name = '%s'"""
                                        .formatted(foreignKey.childColumns().get(0))))
                        .isNotEqualTo("0");
            }
        }
    }

    @Test
    void leavesADatabaseOfSomebodyElseAlone() throws SQLException {
        EnforcedDataSource source = EnforcedDataSource.open("jdbc:sqlite:" + folder.resolve("theirs.db"));
        try (Connection connection = source.getConnection()) {
            Sql.run(connection, "CREATE TABLE invoice (id INTEGER PRIMARY KEY)");

            assertThatThrownBy(() -> CorpusSchema.migrate(source)).hasMessageContaining("holds the table invoice");
            assertThat(Sql.read(connection, "SELECT count(*) FROM sqlite_schema"))
                    .isEqualTo("1");
        }
    }
}
