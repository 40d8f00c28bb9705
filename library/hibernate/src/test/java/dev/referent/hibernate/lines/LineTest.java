package dev.referent.hibernate.lines;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the line that the build uses; {@code .ci/matrix} tries the others. */
final class LineTest {
    @Test
    void keepsEveryPromise(@TempDir Path folder) {
        assertThat(LineProbe.tried(folder)).allSatisfy((promise, seen) -> assertThat(seen)
                .isEqualTo("ok"));
    }
}
