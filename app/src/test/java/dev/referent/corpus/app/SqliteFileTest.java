package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SqliteFileTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s/a b.db",
                "jdbc:sqlite:%s/a b.db",
                "JDBC:SQLite:%s/a b.db?foreign_keys=on",
                "jdbc:sqlite:file:%s/a%%20b.db?mode=ro",
                "jdbc:sqlite:file://%s/a%%20b.db",
                "jdbc:sqlite:file://localhost%s/a%%20b.db"
            })
    void isTheFileThatTheDriverOpens(String form, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("a b.db");
        String name = form.formatted(folder);
        Rows rows = new Rows(name.contains(":") ? name : "jdbc:sqlite:" + file);
        new Rows("jdbc:sqlite:" + file).execute("CREATE TABLE t (id INTEGER)");

        assertThat(rows.column("SELECT name FROM sqlite_schema")).containsExactly("t");
        assertThat(SqliteFile.named(name)).isEqualTo(file).satisfies(found -> assertThat(Files.exists(found))
                .isTrue());
        assertThat(SqliteFile.isServer(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "jdbc:sqlite:", "jdbc:sqlite::memory:", "jdbc:sqlite:file::memory:?cache=shared", "a\0b"})
    void isNoneWhereNoFileIsNamed(String name) {
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> SqliteFile.named(name));
    }

    @Test
    void isNoServer() {
        assertThat(SqliteFile.isServer("jdbc:postgresql://h/d")).isTrue();
        assertThat(SqliteFile.isServer("JDBC:POSTGRESQL://h/d")).isTrue();
        assertThat(SqliteFile.isServer("JDBC:MYSQL://h/d")).isTrue();
        assertThat(SqliteFile.isServer("x.db")).isFalse();
    }
}
