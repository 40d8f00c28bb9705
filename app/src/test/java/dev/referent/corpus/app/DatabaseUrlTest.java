package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://h/d?user=me&password=S3CRET",
                "jdbc:postgresql://h/d?password=S3CRET&user=me",
                "jdbc:postgresql://h/d?PassWord=S3CRET",
                "jdbc:postgresql://h/d?sslpassword=S3CRET&user=me",
                "jdbc:mariadb://h/d?trustStorePassword=S3CRET",
                "jdbc:mariadb://h/d?keyStorePassword=S3CRET;x=y",
                "jdbc:mariadb://me:S3CRET@h/d",
                "jdbc:mariadb://me:S3CRET@S3CRET@h/d",
                "jdbc:mariadb://me:S3CRET/S3CRET@h/d",
                "jdbc:mariadb://me:S3CRET:S3CRET@h:1/d?x=y",
                "jdbc:mariadb:sequential://me:S3CRET@a,b/d",
                "jdbc:mariadb://address=(host=h)(user=me)(password=S3CRET)/d",
                "jdbc:postgres://me:S3CRET@h/d",
                "jdbc:mysql://me%3AS3CRET@h/d",
                "jdbc:sqlite:x.db?hexkey=S3CRET",
                "jdbc:sqlite:x.db?key=S3CRET"
            })
    void showsNoPassword(String url) {
        assertThat(new DatabaseUrl(url).toString()).doesNotContain("S3CRET").contains("…");
        assertThat(DatabaseUrl.masked("cannot open " + url + " (refused); try again"))
                .doesNotContain("S3CRET")
                .startsWith("cannot open jdbc:");
    }

    @Test
    void showsWhatIsNoPassword() {
        for (String url : new String[] {
            "jdbc:postgresql://db.example.org:5432/corpus?user=me&ssl=true",
            "jdbc:sqlite:/data/x.sqlite?busy_timeout=5000",
            "jdbc:sqlite:file:///data/x.sqlite?foreign_keys=on"
        }) {
            assertThat(new DatabaseUrl(url)).hasToString(url);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:sqlite:x.db, x.db",
        "jdbc:sqlite:/a/x.db?foreign_keys=on, /a/x.db",
        "jdbc:sqlite:a%20b.db, a%20b.db",
        "jdbc:sqlite:file:/a/b%20c.db?mode=ro, /a/b c.db",
        "jdbc:sqlite:file:///a/x.db, /a/x.db",
        "jdbc:sqlite:file:x.db, x.db",
    })
    void namesItsFile(String url, String file) {
        assertThat(new DatabaseUrl(url).file()).contains(Path.of(file));
    }

    @ParameterizedTest
    @CsvSource({
        "JDBC:POSTGRESQL://Host/Corpus, jdbc:postgresql://Host/Corpus",
        "Jdbc:MariaDB://h/d, jdbc:mariadb://h/d",
        "JDBC:SQLite:X.db, jdbc:sqlite:X.db",
        "JDBC:MYSQL://h/d, JDBC:MYSQL://h/d",
    })
    void writesTheDriversNameAsTheDriverKnowsIt(String url, String value) {
        assertThat(new DatabaseUrl(url).value()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:sqlite:a%20b.db?x=y, a%20b.db-uploads",
        "jdbc:sqlite:file:/a/b%20c.db?mode=rw, /a/b c.db-uploads",
        "JDBC:SQLITE:/a/x.db, /a/x.db-uploads",
        "jdbc:sqlite::memory:, :memory:-uploads",
        "jdbc:postgresql://h:5432/corpus?user=me, corpus-uploads",
        "jdbc:mariadb://h/corpus, corpus-uploads",
    })
    void keepsUploadsBesideItsFile(String url, String folder) {
        assertThat(new DatabaseUrl(url).uploads()).isEqualTo(Path.of(folder));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"jdbc:sqlite:", "jdbc:sqlite::memory:", "jdbc:sqlite:file::memory:", "jdbc:postgresql://h/x.db"})
    void namesNoFile(String url) {
        assertThat(new DatabaseUrl(url).file()).isEmpty();
    }

    /** What a server has committed lies there if its file was moved and linked while it ran. */
    @ParameterizedTest
    @ValueSource(strings = {"-wal", "-journal"})
    void isNotServedByALinkThatHasALogBesideIt(String suffix, @TempDir Path folder) throws Exception {
        Path link = folder.resolve("link.db");
        Files.createSymbolicLink(link, Files.createFile(folder.resolve("corpus.db")));
        DatabaseUrl url = new DatabaseUrl("jdbc:sqlite:" + link);
        Path log = Files.createFile(folder.resolve("link.db" + suffix));
        url.requireServable();

        Files.writeString(log, "rows");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(url::requireServable)
                .withMessageContaining("link.db" + suffix)
                .withMessageContaining("move the file back");
    }
}
