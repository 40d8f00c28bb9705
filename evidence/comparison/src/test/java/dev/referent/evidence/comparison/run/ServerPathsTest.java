package dev.referent.evidence.comparison.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServerPathsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    jdbc:sqlite:/tmp/referent3608636767586186511/database680 is locked | jdbc:sqlite:…/database680 is locked
                    mariadb-install-db failed: see /home/me/x y/log                     | mariadb-install-db failed: see …/x y/log
                    cannot open "/var/tmp/referent123456789/a.fdb"                      | cannot open "…/a.fdb"
                    the file C:\\Temp\\referent123456789\\a is locked                   | the file …\\a is locked
                    """)
    void hidesPaths(String message, String shown) {
        assertThat(ServerPaths.hiddenIn(message)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    no driver for jdbc:h2: is on the class path
                    see https://example.org/a/b for 3/4 and and/or
                    jdbc:postgresql://127.0.0.1:5432/postgres refused
                    """)
    void leavesOtherText(String message) {
        assertThat(ServerPaths.hiddenIn(message)).isEqualTo(message);
    }
}
