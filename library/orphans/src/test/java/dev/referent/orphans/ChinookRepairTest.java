package dev.referent.orphans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real database is broken in a dozen ways, repaired and restored: the sample database Chinook, of which nothing is part of
 * this project. It is looked for in a folder {@code shared/data} beside the checkout, or where the system property
 * {@code referent.chinook} says; without it this is reported as skipped.
 */
final class ChinookRepairTest {
    private static final String FILE = "shared/data/chinook.sqlite";

    /** Each takes parent rows away, which the test puts back from the original; the last ones let references dangle. */
    private static final List<String> PARENTS = List.of(
            "Artist WHERE ArtistId IN (1, 90)",
            "Album WHERE AlbumId = 20",
            "Genre WHERE GenreId = 2",
            "MediaType WHERE MediaTypeId = 3",
            "Playlist WHERE PlaylistId = 5",
            "Track WHERE TrackId BETWEEN 100 AND 110",
            "Customer WHERE CustomerId = 4",
            "Invoice WHERE InvoiceId = 7",
            "Employee WHERE EmployeeId = 3",
            "Employee WHERE EmployeeId = 1");

    private static final List<String> DANGLING = List.of(
            "UPDATE Track SET AlbumId = 9999 WHERE TrackId = 500",
            "UPDATE InvoiceLine SET TrackId = 99999 WHERE InvoiceLineId = 9");

    @TempDir
    private Path folder;

    private Path original = Path.of("");

    @BeforeEach
    void copy() throws IOException {
        Optional<Path> chinook = chinook();
        assumeTrue(
                chinook.isPresent(),
                "Chinook is not there: no " + FILE + " in a folder above, and no -Dreferent.chinook=FILE");
        original = Files.copy(chinook.orElseThrow(), folder.resolve("original.db"));
        original.toFile().setWritable(true);
    }

    private static Optional<Path> chinook() {
        Optional<Path> given =
                Optional.ofNullable(System.getProperty("referent.chinook")).map(Path::of);
        if (given.isPresent()) {
            return given;
        }
        return Stream.iterate(Path.of("").toAbsolutePath(), above -> above != null, Path::getParent)
                .map(above -> above.resolve(FILE))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    @Test
    void isValidAsItComes() throws SQLException, IOException {
        Map<String, String> before = Sqlite.hashes(folder);

        AuditReport report = Audit.of(original).run();

        assertThat(report.hasErrors()).isFalse();
        assertThat(report.keys()).hasSize(11);
        assertThat(Sqlite.hashes(folder)).isEqualTo(before);
    }

    @Test
    void isBrokenAndFoundAndRepairedAndRestored() throws SQLException, IOException {
        Path file = Files.copy(original, folder.resolve("broken.db"));
        Path kept = folder.resolve("kept.db");
        Sqlite.file(file, DANGLING.toArray(String[]::new));
        Map<String, List<String>> before = Sqlite.dump(file);
        for (String parents : PARENTS) {
            Sqlite.file(file, "DELETE FROM " + parents);
        }
        long checked = Sqlite.violations(file).size();

        assertThat(Audit.of(file).run().orphanRows()).isEqualTo(checked);
        RepairPlan plan = Repair.of(file).quarantine(kept).apply();

        assertThat(plan.keys()).hasSizeGreaterThanOrEqualTo(10);
        assertThat(Sqlite.violations(file)).isEmpty();
        assertThat(Audit.of(file).run().hasErrors()).isFalse();

        for (String parents : PARENTS) {
            Sqlite.file(
                    file,
                    "ATTACH '" + original + "' AS o; INSERT OR IGNORE INTO main." + table(parents) + " SELECT * FROM o."
                            + parents);
        }
        assertThat(Restore.of(file, kept).apply().waiting()).isPositive();
        assertThat(Sqlite.violations(file)).isEmpty();

        // what never had a parent row gets one for a while
        Sqlite.file(
                file,
                "INSERT INTO Album VALUES (9999, 'none', 1);"
                        + " INSERT INTO Track (TrackId, Name, MediaTypeId, Milliseconds, UnitPrice) VALUES (99999, 'none', 1, 1, 1)");
        assertThat(Restore.of(file, kept).apply().waiting()).isZero();
        Sqlite.file(file, "DELETE FROM Album WHERE AlbumId = 9999; DELETE FROM Track WHERE TrackId = 99999");
        assertThat(Sqlite.dump(file)).isEqualTo(before);
    }

    private static String table(String parents) {
        return parents.substring(0, parents.indexOf(' '));
    }
}
