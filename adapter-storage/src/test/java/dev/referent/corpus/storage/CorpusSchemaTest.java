package dev.referent.corpus.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.integrity.ForeignKey;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeys;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CorpusSchemaTest {
    @TempDir
    private Path folder;

    @Test
    void namesItsForeignKeysAndIndexesTheirColumns() throws SQLException {
        EnforcedDataSource source = EnforcedDataSource.open("jdbc:sqlite:" + folder.resolve("corpus.db"));
        CorpusSchema.migrate(source);
        CorpusSchema.migrate(source);

        try (Connection connection = source.getConnection()) {
            assertThat(ForeignKeys.of(connection))
                    .extracting(ForeignKey::name)
                    .containsExactly("utterance_audio_fk", "utterance_transcription_fk");
            for (ForeignKey foreignKey : ForeignKeys.of(connection)) {
                assertThat(number(
                                connection,
                                """
                                SELECT count(*) FROM pragma_index_list('utterance') i, pragma_index_info(i.name) c
                                 WHERE c.seqno = 0 AND c.name = '%s'"""
                                        .formatted(foreignKey.childColumns().get(0))))
                        .isPositive();
            }
        }
    }

    @Test
    void givesEachFileAUserVersionOfItsOwn() throws SQLException {
        assertThat(userVersion("a.db"))
                .isPositive()
                .isEqualTo(userVersion("a.db"))
                .isNotEqualTo(userVersion("b.db"));
    }

    private long userVersion(String name) throws SQLException {
        EnforcedDataSource source = EnforcedDataSource.open("jdbc:sqlite:" + folder.resolve(name));
        CorpusSchema.migrate(source);
        try (Connection connection = source.getConnection()) {
            return number(connection, "PRAGMA user_version");
        }
    }

    @Test
    void rejectsTheDatabaseOfAnotherApplication() throws SQLException {
        EnforcedDataSource source = EnforcedDataSource.open("jdbc:sqlite:" + folder.resolve("theirs.db"));
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE invoice (id INTEGER PRIMARY KEY)");

            assertThatThrownBy(() -> CorpusSchema.migrate(source)).hasMessageContaining("contains the table invoice");
            assertThat(number(connection, "SELECT count(*) FROM sqlite_schema")).isOne();
        }
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
