package dev.referent.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.docs.ways.Database;
import dev.referent.docs.ways.Database.Access;
import dev.referent.docs.ways.Outcome;
import dev.referent.docs.ways.Way;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs each way of writing without Referent and with it, and compares the outcome with the page. */
final class BeforeAndAfterTest {
    private static final String PAGE = "docs/before-and-after.md";

    @TempDir
    private Path folder;

    @Test
    void isWhatThePageShows() throws Exception {
        GeneratedTable table = new GeneratedTable(
                "before-and-after",
                "way of writing",
                "driver with `foreign_keys=on`",
                "afterwards",
                "with Referent",
                "constraint and values",
                "afterwards");
        for (Way way : Way.all()) {
            Outcome before = outcome(way, Access.KEYS_ON);
            Outcome after = outcome(way, Access.REFERENT);
            assertThat(before.messages()).as(way.name()).isNotEmpty().doesNotContain("_fk");
            assertThat(List.of(before.orphans(), after.orphans()))
                    .as(way.name())
                    .containsOnly(0);
            table.row(
                    way.name(),
                    before.exception(),
                    before.afterwards(way.good()),
                    after.exception(),
                    after.violations(),
                    after.afterwards(way.good()));
        }
        table.isShownBy(PAGE);
    }

    static List<Way> ways() {
        return Way.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void storesOrphansWithoutAnExceptionOnTheBareDriver(Way way) throws Exception {
        Outcome outcome = outcome(way, Access.DRIVER);

        assertThat(outcome.failure()).isEmpty();
        assertThat(outcome.orphans()).isPositive();
        assertThat(outcome.stored()).isEqualTo(way.good());
    }

    static List<Way> waysOnASource() {
        return Way.onASource();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("waysOnASource")
    void storesNothingWhereAllOrNothingIsAskedFor(Way way) throws Exception {
        Outcome outcome = outcome(way, Access.ALL_OR_NOTHING);

        assertThat(outcome.commit()).isNotNull();
        assertThat(outcome.stored()).isZero();
    }

    private Outcome outcome(Way way, Access access) throws Exception {
        Database database = new Database(folder.resolve(UUID.randomUUID() + ".db"), access);
        database.create(Page.output("errors-schema"));
        return way.in(database);
    }
}
