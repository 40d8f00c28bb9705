package dev.referent.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.referent.corpus.AudioId;
import dev.referent.corpus.Reference;
import dev.referent.corpus.TranscriptionId;
import dev.referent.corpus.port.AudioFiles;
import dev.referent.corpus.port.Corpus;
import dev.referent.corpus.port.ForeignKeyCheck;
import dev.referent.corpus.storage.CorpusProvider;
import dev.referent.corpus.storage.CorpusSchema;
import dev.referent.corpus.storage.UploadDirectory;
import dev.referent.corpus.usecase.AddAudio;
import dev.referent.corpus.usecase.AddTranscription;
import dev.referent.corpus.usecase.AddUtterance;
import dev.referent.corpus.usecase.RemoveRecord;
import dev.referent.corpus.web.Mounts;
import dev.referent.corpus.web.WebCorpus;
import dev.referent.corpus.web.WebServer;
import dev.referent.corpus.web.WebSettings;
import dev.referent.docs.library.Author;
import dev.referent.docs.library.Book;
import dev.referent.integrity.ForeignKey;
import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.jdbc.BulkScope;
import dev.referent.jdbc.DeletePreview;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.ForeignKeys;
import dev.referent.jdbc.GroupCommitDataSource;
import dev.referent.jdbc.LeftOutRow;
import dev.referent.jdbc.MigrationScope;
import dev.referent.migrations.Migrations;
import dev.referent.migrations.Rehearsal;
import dev.referent.migrations.RehearsalAssertions;
import dev.referent.migrations.RehearsalReport;
import dev.referent.mybatis.CommitOrRollback;
import dev.referent.orphans.Audit;
import dev.referent.orphans.AuditReport;
import dev.referent.orphans.ForeignKeyAssertions;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.flywaydb.core.Flyway;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Runs what the pages show, and compares what it prints with what they say; {@link PagesTest} compares the code. */
final class SnippetsTest {
    private static final String CORPUS_DB = "corpus.db";
    private static final String MIGRATIONS = "classpath:dev/referent/corpus/storage/corpus";

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private String url = "";

    @BeforeEach
    void migrate() throws SQLException {
        url = "jdbc:sqlite:" + folder.resolve(CORPUS_DB);
        CorpusSchema.migrate(EnforcedDataSource.open(url));
    }

    @Test
    void saysWhyABogusUtteranceIsRejected() throws Exception {
        try (Connection connection = DriverManager.getConnection(url + "?foreign_keys=on");
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate(
                            "INSERT INTO utterance (audio_id, transcription_id) VALUES (99999, 1)"))
                    .hasMessage(Page.output("bogus-insert-before"));
        }
        // snippet: bogus-insert
        DataSource source = EnforcedDataSource.open(url); // jdbc:sqlite:corpus.db

        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO utterance (audio_id, transcription_id) VALUES (99999, 1)");
        } catch (SQLException e) {
            out.println(e.getMessage());
        }
        // end
        assertPrinted("bogus-insert");
    }

    @Test
    void showsWhatTheDriverSays() throws Exception {
        // snippet: bare-driver
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO utterance (audio_id, transcription_id) VALUES (99999, 1)");
            out.println("stored, no exception");

            statement.execute("PRAGMA foreign_keys = ON");
            statement.executeUpdate("INSERT INTO utterance (audio_id, transcription_id) VALUES (99999, 2)");
        } catch (SQLException e) {
            out.println(e.getMessage());
        }
        // end
        assertPrinted("bare-driver");
    }

    @Test
    void readsTheViolations() throws Exception {
        DataSource source = EnforcedDataSource.open(url);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            // snippet: violations
            try {
                statement.executeUpdate("INSERT INTO utterance (audio_id, transcription_id) VALUES (99999, 4)");
            } catch (ForeignKeyViolationSQLException e) {
                for (ForeignKeyViolation violation : e.violations()) {
                    out.println(violation.kind() + " " + violation.foreignKey().name() + " " + violation.key());
                }
                e.undetermined().ifPresent(reason -> out.println("not proved: " + reason));
            }
            // end
        }
        assertPrinted("violations");
    }

    @Test
    void wrapsAPool() throws Exception {
        // snippet: pool
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            DataSource source = EnforcedDataSource.wrap(pool);

            try (Connection careless = source.getConnection();
                    Statement statement = careless.createStatement()) {
                statement.execute("PRAGMA foreign_keys = OFF");
            }
            try (Connection next = source.getConnection();
                    Statement statement = next.createStatement()) {
                out.println(statement.executeQuery("PRAGMA foreign_keys").getInt(1));
            }
        }
        // end
        assertPrinted("pool");
    }

    /** The mapper of an application. */
    interface Pairs {
        @Insert("INSERT INTO transcription (name, file_name, text, created_at) VALUES ('a', 'a', #{text}, 0)")
        void addTranscription(String text);

        @Insert("INSERT INTO utterance (audio_id, transcription_id) VALUES (#{audio}, #{transcription})")
        void pair(@Param("audio") long audio, @Param("transcription") long transcription);
    }

    @Test
    void commitsNoHalfASessionOfMyBatis() throws Exception {
        // snippet: mybatis
        EnforcedDataSource source = EnforcedDataSource.open(url).allOrNothing();
        Configuration configuration = new Configuration(new Environment("one", new JdbcTransactionFactory(), source));
        configuration.addInterceptor(new CommitOrRollback());
        configuration.addMapper(Pairs.class);
        SqlSessionFactory factory = new SqlSessionFactoryBuilder().build(configuration);
        try (SqlSession session = factory.openSession()) {
            Pairs pairs = session.getMapper(Pairs.class);
            pairs.addTranscription("ŋa");
            try {
                pairs.pair(99999, 1);
            } catch (PersistenceException e) {
                out.println(e.getCause());
            }
            session.commit();
        } catch (PersistenceException e) {
            out.println(e.getCause());
        }
        // end
        assertPrinted("mybatis");
    }

    @Test
    void isCaughtAsSpringsException() throws Exception {
        // snippet: spring
        JdbcTemplate template = new JdbcTemplate(EnforcedDataSource.open(url));
        try {
            template.update("INSERT INTO utterance (audio_id, transcription_id) VALUES (?, 1)", 99999);
        } catch (DataIntegrityViolationException e) {
            if (e.getCause() instanceof ForeignKeyViolationSQLException failure) {
                out.println(failure.violations().get(0).message());
            }
        }
        // end
        assertPrinted("spring");
    }

    @Test
    void migratesInAScope() throws Exception {
        storeUtterance();
        // snippet: migration
        DataSource source = EnforcedDataSource.open(url);

        try (Connection connection = source.getConnection()) {
            MigrationScope.run(connection, migrating -> {
                try (Statement statement = migrating.createStatement()) {
                    statement.executeUpdate("DELETE FROM audio");
                }
            });
        } catch (ForeignKeyViolationSQLException e) {
            out.println(e.violations().get(0).message());
        }

        MigrationScope.run(source, migrating -> {
            Flyway.configure()
                    .dataSource(migrating)
                    .locations(MIGRATIONS)
                    .load()
                    .migrate();
        });
        // end
        assertPrinted("migration");
    }

    @Test
    void writesManyRows() throws Exception {
        storeUtterance();
        // snippet: bulk
        DataSource source = EnforcedDataSource.open(url);

        List<LeftOutRow> leftOut = BulkScope.leavingOut(source, bulk -> {
            try (Statement statement = bulk.createStatement()) {
                statement.executeUpdate("INSERT INTO utterance (audio_id, transcription_id) VALUES (1, 2), (99999, 2)");
                statement.executeUpdate("INSERT INTO transcription (id, name, file_name, text, created_at)"
                        + " VALUES (2, 'hello.txt', 'hello.txt', 'Hello', 0)");
            }
        });
        for (LeftOutRow row : leftOut) {
            out.println(row.values() + " has no parent row by "
                    + row.foreignKeys().get(0).name());
        }
        // end
        assertPrinted("bulk");
    }

    @Test
    void groupsCommits() throws Exception {
        // snippet: group
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url + "?journal_mode=WAL&synchronous=FULL");
        config.setMaximumPoolSize(1);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            DataSource writer = GroupCommitDataSource.over(EnforcedDataSource.wrap(pool));

            try (Connection connection = writer.getConnection()) {
                connection.setAutoCommit(false);
                try (Statement statement = connection.createStatement()) {
                    statement.executeUpdate("INSERT INTO audio (name, stored_name, created_at) VALUES ('b', 'b', 0)");
                }
                connection.commit(); // returns when it is on the disk, with those of other threads
            }
        }
        // end
        try (Connection connection = EnforcedDataSource.open(url).getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement
                            .executeQuery("SELECT count(*) FROM audio WHERE name = 'b'")
                            .getInt(1))
                    .isOne();
        }
    }

    @Test
    void checksBeforehand() throws Exception {
        DataSource source = EnforcedDataSource.open(url);
        // snippet: check
        try (Corpus corpus = CorpusProvider.find("mybatis").open(source, source)) {
            ForeignKeyCheck check = corpus.foreignKeyCheck();

            Set<Reference> missing =
                    check.missing(List.of(new AudioId(99999).reference(), new TranscriptionId(4).reference()));
            out.println(missing.size() + " have no parent row");
        }
        // end
        assertPrinted("check");
    }

    private void storeUtterance() throws SQLException {
        try (Connection connection = EnforcedDataSource.open(url).getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO audio (name, stored_name, created_at) VALUES ('a', 'a', 0)");
            statement.executeUpdate(
                    "INSERT INTO transcription (name, file_name, text, created_at) VALUES ('a', 'a', 'a', 0)");
            statement.executeUpdate("INSERT INTO utterance (audio_id, transcription_id) VALUES (1, 1)");
        }
    }

    @Test
    void checksReferencesBeforehand() throws Exception {
        storeUtterance();
        try (Connection connection = EnforcedDataSource.open(url).getConnection()) {
            // snippet: references
            for (ForeignKey key : ForeignKeys.of(connection)) {
                List<List<Object>> missing =
                        ForeignKeys.withoutParent(connection, key, List.of(List.of(1), List.of(99999)));
                out.println(key.name() + ": " + missing);
            }
            // end
        }
        assertPrinted("references");
    }

    @Test
    void previewsADelete() throws Exception {
        storeUtterance();
        try (Connection connection = EnforcedDataSource.open(url).getConnection()) {
            // snippet: preview
            DeletePreview preview = ForeignKeys.previewDelete(connection, "audio", List.of(List.of(1)));
            for (DeletePreview.Effect effect : preview.effects()) {
                out.println(effect.foreignKey().name() + " " + effect.outcome() + " " + effect.childRows());
            }
            // end
        }
        assertPrinted("preview");
    }

    @Test
    void assertsInAProjectsOwnTests() throws Exception {
        DataSource source = EnforcedDataSource.open(url);
        // snippet: assertions
        ForeignKeyAssertions.assertEnforced(source, 2);
        ForeignKeyAssertions.assertDeclared(source, "utterance_audio_fk", "utterance_transcription_fk");
        ForeignKeyAssertions.assertNoOrphanRows(source);
        // end
        assertThatThrownBy(() -> ForeignKeyAssertions.assertDeclared(source, "utterance_reader_fk"))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void rehearsesAMigration() throws Exception {
        Path file = folder.resolve("library.db");
        try (Connection bare = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = bare.createStatement()) {
            statement.executeUpdate(
                    """
                    CREATE TABLE author (id INTEGER PRIMARY KEY);
                    CREATE TABLE book (author_id INT CONSTRAINT book_author_fk REFERENCES author ON DELETE CASCADE);
                    INSERT INTO author VALUES (1), (2);
                    INSERT INTO book VALUES (1), (1), (2);
                    """);
        }
        Path migrations = Files.createDirectory(folder.resolve("migrations"));
        Files.writeString(
                migrations.resolve("V2__name.sql"),
                """
                PRAGMA foreign_keys = OFF;
                CREATE TABLE author_new (id INTEGER PRIMARY KEY, name TEXT);
                INSERT INTO author_new (id) SELECT id FROM author;
                DROP TABLE author;
                ALTER TABLE author_new RENAME TO author;
                """);
        // snippet: rehearsal
        Rehearsal rehearsal = Rehearsal.of(file); // library.db, which is only read
        RehearsalReport today = rehearsal.run(Migrations.inFolder(migrations));
        today.findings().forEach(finding -> out.println(finding.message()));

        RehearsalReport inScope = rehearsal.inMigrationScope().run(Migrations.inFolder(migrations));
        RehearsalAssertions.assertThat(inScope).losesNothing();
        // end
        assertPrinted("rehearsal");
    }

    @Test
    void countsWhatIsBrokenAlready() throws Exception {
        try (Connection bare = DriverManager.getConnection(url);
                Statement statement = bare.createStatement()) {
            statement.executeUpdate("INSERT INTO utterance (audio_id, transcription_id) VALUES (99999, 1)");
        }
        // snippet: audit
        AuditReport report = Audit.of(EnforcedDataSource.open(url)).run();
        for (AuditReport.Key key : report.keys()) {
            out.println(key.name() + ": " + key.orphanRows().orElse(0) + " orphan row");
        }
        // end
        assertPrinted("audit");
    }

    @Test
    void rejectsABookOfNoAuthorThroughHibernate() throws Exception {
        // snippet: hibernate
        PersistenceConfiguration library = new PersistenceConfiguration("library")
                .managedClass(Author.class)
                .managedClass(Book.class)
                .property("jakarta.persistence.jdbc.url", url)
                .property("jakarta.persistence.schema-generation.database.action", "create");
        try (EntityManagerFactory factory = library.createEntityManagerFactory()) {
            factory.runInTransaction(manager -> manager.persist(new Book(manager.getReference(Author.class, 99L))));
        } catch (ConstraintViolationException e) {
            out.println(e.getKind() + " " + e.getConstraintName());
            out.println(e.getSQLException().getMessage());
        }
        // end
        assertPrinted("hibernate");
    }

    @Test
    void answersABogusPairAsTheGuideSays() throws Exception {
        DataSource source = EnforcedDataSource.open(url);
        WebSettings settings = new WebSettings("127.0.0.1", 0, 1 << 20, Optional.empty());
        try (Corpus corpus = CorpusProvider.find("mybatis").open(source, source);
                UploadDirectory files = UploadDirectory.open(folder.resolve("uploads"), 1 << 20);
                WebServer server = WebServer.start(settings, served(corpus, files), Mounts.none())) {
            assertThat(post(server, "transcription", "{\"text\": \"ŋa\"}").statusCode())
                    .isEqualTo(201);
            HttpResponse<String> answer = post(server, "utterance", "{\"audioId\": 99999, \"transcriptionId\": 1}");

            ObjectMapper json = new ObjectMapper();
            assertThat(json.readTree(answer.body())).isEqualTo(json.readTree(Page.output("bogus-pair")));
        }
    }

    private static WebCorpus served(Corpus corpus, AudioFiles files) {
        return new WebCorpus(
                corpus.audios(),
                corpus.transcriptions(),
                files,
                new AddAudio(corpus, files, Clock.systemUTC()),
                new AddTranscription(corpus.transcriptions(), Clock.systemUTC()),
                new AddUtterance(corpus.utterances()),
                corpus.utterances(),
                new RemoveRecord(corpus, files));
    }

    private static HttpResponse<String> post(WebServer server, String kind, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server.uri().resolve("/v0.1/" + kind))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private void assertPrinted(String name) throws IOException {
        assertThat(printed.toString(StandardCharsets.UTF_8).strip()).isEqualTo(Page.output(name));
    }
}
