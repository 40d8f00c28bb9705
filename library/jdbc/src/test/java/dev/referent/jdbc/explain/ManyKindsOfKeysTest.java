package dev.referent.jdbc.explain;

import dev.referent.jdbc.PairedDatabases;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schemas as people have them: what is declared, what is stored, what is rejected, what is said. */
final class ManyKindsOfKeysTest {
    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}: {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    composite | p (a INT, b INT, PRIMARY KEY (a, b)); c (x INT, y INT, CONSTRAINT k FOREIGN KEY (x, y) REFERENCES p) | p VALUES (1, 2); c VALUES (1, NULL), (NULL, 9) | INSERT INTO c VALUES (2, 1) | c.(x, y) = (2, 1) has no matching p.(a, b) (foreign key k)
                    composite | p (a INT, b INT, PRIMARY KEY (a, b)); c (x INT, y INT, CONSTRAINT k FOREIGN KEY (x, y) REFERENCES p) | p VALUES (1, 2); c VALUES (1, 2) | UPDATE c SET y = 3 | c.(x, y) = (1, 3) has no matching p.(a, b) (foreign key k)
                    composite | p (a INT, b INT, PRIMARY KEY (a, b)); c (x INT, y INT, CONSTRAINT k FOREIGN KEY (x, y) REFERENCES p) | p VALUES (1, 2), (1, 3); c VALUES (1, 2), (1, NULL) | DELETE FROM p | p.(a, b) = (1, 2) is still referenced by 1 row through c.(x, y) (foreign key k)
                    columns in another order | p (a INT, b INT, UNIQUE (a, b)); c (x INT, y INT, CONSTRAINT k FOREIGN KEY (x, y) REFERENCES p (b, a)) | p VALUES (1, 2); c VALUES (2, 1) | INSERT INTO c VALUES (1, 2) | c.(x, y) = (1, 2) has no matching p.(b, a) (foreign key k)
                    self reference | p (id INTEGER PRIMARY KEY, up INT CONSTRAINT k REFERENCES p) | p VALUES (1, 1), (2, 1) | INSERT INTO p VALUES (3, 3), (4, 5), (6, 7), (5, 4) | p.up = 7 has no matching p.id (foreign key k)
                    self reference | p (id INTEGER PRIMARY KEY, up INT CONSTRAINT k REFERENCES p) | p VALUES (1, 1), (2, 1) | DELETE FROM p WHERE id = 1 | p.id = 1 is still referenced by 1 row through p.up (foreign key k)
                    self reference | p (id INTEGER PRIMARY KEY, up INT CONSTRAINT k REFERENCES p) | p VALUES (1, 1), (2, 1) | UPDATE p SET id = 9 WHERE id = 1 | p.id = 1 is still referenced by 2 rows through p.up (foreign key k)
                    several keys to one parent | p (id INTEGER PRIMARY KEY); c (x INT CONSTRAINT kx REFERENCES p, y INT CONSTRAINT ky REFERENCES p) | p VALUES (1); c VALUES (1, 1) | INSERT INTO c VALUES (1, 8) | c.y = 8 has no matching p.id (foreign key ky)
                    several keys of one column | p (id INTEGER PRIMARY KEY); q (id INTEGER PRIMARY KEY); c (x INT CONSTRAINT kp REFERENCES p CONSTRAINT kq REFERENCES q) | p VALUES (1); q VALUES (2) | INSERT INTO c VALUES (1) | c.x = 1 has no matching q.id (foreign key kq)
                    two equal keys | p (id INTEGER PRIMARY KEY); c (x INT CONSTRAINT k1 REFERENCES p CONSTRAINT k2 REFERENCES p (id)) | p VALUES (1) | INSERT INTO c VALUES (5) | c.x = 5 has no matching p.id (foreign key k1); c.x = 5 has no matching p.id (foreign key k2)
                    one key twice, in another case of letters | p (id INTEGER PRIMARY KEY); c (x INT CONSTRAINT k REFERENCES p CONSTRAINT k REFERENCES P) | p VALUES (1) | INSERT INTO c VALUES (5) | c.x = 5 has no matching p.id (foreign key k)
                    UNIQUE parent | p (id INTEGER PRIMARY KEY, mail TEXT UNIQUE); c (m TEXT REFERENCES p (mail)) | p VALUES (1, 'a'), (2, NULL); c VALUES ('a') | UPDATE p SET mail = NULL | p.mail = 'a' is still referenced by 1 row through c.m (foreign key c_m_fkey)
                    implicit primary key | p (a TEXT PRIMARY KEY); c (x TEXT REFERENCES p) | p VALUES ('a'); c VALUES ('a') | INSERT INTO c VALUES ('b') | c.x = 'b' has no matching p.a (foreign key c_x_fkey)
                    WITHOUT ROWID child | p (id INTEGER PRIMARY KEY); c (n TEXT PRIMARY KEY, x INT CONSTRAINT k REFERENCES p) WITHOUT ROWID | p VALUES (1); c VALUES ('a', 1) | INSERT INTO c VALUES ('b', 1), ('c', 7) | c.x = 7 has no matching p.id (foreign key k)
                    WITHOUT ROWID parent | p (n TEXT PRIMARY KEY) WITHOUT ROWID; c (x TEXT CONSTRAINT k REFERENCES p) | p VALUES ('a'); c VALUES ('a') | UPDATE p SET n = 'b' | p.n = 'a' is still referenced by 1 row through c.x (foreign key k)
                    WITHOUT ROWID both | p (n TEXT PRIMARY KEY) WITHOUT ROWID; c (x TEXT PRIMARY KEY CONSTRAINT k REFERENCES p) WITHOUT ROWID | p VALUES ('a'); c VALUES ('a') | DELETE FROM p | p.n = 'a' is still referenced by 1 row through c.x (foreign key k)
                    STRICT | p (id INTEGER PRIMARY KEY, t TEXT UNIQUE) STRICT; c (x TEXT CONSTRAINT k REFERENCES p (t)) STRICT | p VALUES (1, 'a') | INSERT INTO c VALUES (5) | c.x = '5' has no matching p.t (foreign key k)
                    all names of a rowid | p (id INTEGER PRIMARY KEY); c (rowid INT CONSTRAINT k REFERENCES p, oid INT, _rowid_ INT) | p VALUES (1); c VALUES (1, 2, 3) | UPDATE c SET rowid = 9, oid = 9 | c.rowid = 9 has no matching p.id (foreign key k)
                    all names of a rowid | p (rowid TEXT UNIQUE, oid INT, _rowid_ INT); c (x TEXT CONSTRAINT k REFERENCES p (rowid)) | p VALUES ('a', 2, 3); c VALUES ('a') | DELETE FROM p | p.rowid = 'a' is still referenced by 1 row through c.x (foreign key k)
                    text '05' against 5 | p (id INTEGER PRIMARY KEY); c (x TEXT CONSTRAINT k REFERENCES p) | p VALUES (5); c VALUES ('05') | INSERT INTO c VALUES ('06') | c.x = '06' has no matching p.id (foreign key k)
                    text '05' against 5 | p (id INTEGER PRIMARY KEY); c (x TEXT CONSTRAINT k REFERENCES p) | p VALUES (5); c VALUES ('05') | DELETE FROM p | p.id = 5 is still referenced by 1 row through c.x (foreign key k)
                    number against text | p (id TEXT PRIMARY KEY); c (x INT CONSTRAINT k REFERENCES p) | p VALUES ('5'), ('06'); c VALUES (5) | INSERT INTO c VALUES (6) | c.x = 6 has no matching p.id (foreign key k)
                    no affinity | p (id PRIMARY KEY); c (x CONSTRAINT k REFERENCES p) | p VALUES (5); c VALUES (5.0) | INSERT INTO c VALUES ('5') | c.x = '5' has no matching p.id (foreign key k)
                    NOCASE | p (id TEXT PRIMARY KEY COLLATE NOCASE); c (x TEXT CONSTRAINT k REFERENCES p) | p VALUES ('Ada'); c VALUES ('ADA') | DELETE FROM p | p.id = 'Ada' is still referenced by 1 row through c.x (foreign key k)
                    NOCASE of the child alone | p (id TEXT PRIMARY KEY); c (x TEXT COLLATE NOCASE CONSTRAINT k REFERENCES p) | p VALUES ('Ada') | INSERT INTO c VALUES ('ADA') | c.x = 'ADA' has no matching p.id (foreign key k)
                    NOCASE of the primary key alone | p (id TEXT, PRIMARY KEY (id COLLATE NOCASE)); q (id INTEGER PRIMARY KEY); c (x TEXT CONSTRAINT kp REFERENCES p, y INT CONSTRAINT kq REFERENCES q) | p VALUES ('Ada') | INSERT INTO c VALUES ('ADA', 9) | c.y = 9 has no matching q.id (foreign key kq)
                    NOCASE of the primary key alone | p (id TEXT, PRIMARY KEY (id COLLATE NOCASE)); q (id INTEGER PRIMARY KEY); c (x TEXT CONSTRAINT kp REFERENCES p, y INT CONSTRAINT kq REFERENCES q) | p VALUES ('Ada') | INSERT INTO c SELECT 'ADA', 9 UNION ALL SELECT 'Eva', NULL | c.x = 'Eva' has no matching p.id (foreign key kp); c.y = 9 has no matching q.id (foreign key kq)
                    BINARY of the primary key alone | p (a INT, id TEXT COLLATE NOCASE, PRIMARY KEY (id COLLATE BINARY, a)) WITHOUT ROWID; c (x TEXT, y INT, CONSTRAINT k FOREIGN KEY (x, y) REFERENCES p) | p VALUES (1, 'Ada'); c VALUES ('Ada', 1) | INSERT INTO c VALUES ('ADA', 1) | c.(x, y) = ('ADA', 1) has no matching p.(id, a) (foreign key k)
                    BINARY of the primary key alone | p (a INT, id TEXT COLLATE NOCASE, PRIMARY KEY (id COLLATE BINARY, a)) WITHOUT ROWID; c (x TEXT, y INT, CONSTRAINT k FOREIGN KEY (x, y) REFERENCES p) | p VALUES (1, 'Ada'); c VALUES ('Ada', 1) | UPDATE c SET x = upper(x) | c.(x, y) = ('ADA', 1) has no matching p.(id, a) (foreign key k)
                    a real | p (id REAL PRIMARY KEY); c (x REAL CONSTRAINT k REFERENCES p) | p VALUES (1.5) | INSERT INTO c VALUES (2) | c.x = 2.0 has no matching p.id (foreign key k)
                    a large number | p (id INTEGER PRIMARY KEY); c (x INT CONSTRAINT k REFERENCES p) | p VALUES (9223372036854775807); c VALUES (9223372036854775807) | INSERT INTO c VALUES (9223372036854775806) | c.x = 9223372036854775806 has no matching p.id (foreign key k)
                    a blob | p (id BLOB PRIMARY KEY); c (x BLOB CONSTRAINT k REFERENCES p) | p VALUES (x'00') | INSERT INTO c VALUES (x'0001') | c.x = a BLOB of 2 bytes has no matching p.id (foreign key k)
                    another case of letters | P (Id INTEGER PRIMARY KEY); c (X INT CONSTRAINT K REFERENCES p (ID)) | p VALUES (1) | insert into C values (2) | c.X = 2 has no matching p.ID (foreign key K)
                    """)
    void isExplained(String kind, String tables, String rows, String sql, String messages) throws SQLException {
        try (PairedDatabases databases = PairedDatabases.open(folder)) {
            databases.run("CREATE TABLE " + tables.replace("; ", "; CREATE TABLE "));
            databases.run("INSERT INTO " + rows.replace("; ", "; INSERT INTO "));

            databases.assertExplained(sql, messages.split("; "));
        }
    }

    @Test
    void takesAUniqueIndexForAKey() throws SQLException {
        try (PairedDatabases databases = PairedDatabases.open(
                folder,
                "CREATE TABLE p (a INT, b INT)",
                "CREATE UNIQUE INDEX i ON p (b, a)",
                "CREATE TABLE c (x INT, y INT, FOREIGN KEY (x, y) REFERENCES p (a, b))")) {
            databases.assertExplained(
                    "INSERT INTO c VALUES (1, 2)",
                    "c.(x, y) = (1, 2) has no matching p.(a, b) (foreign key c_x_y_fkey)");
        }
    }
}
