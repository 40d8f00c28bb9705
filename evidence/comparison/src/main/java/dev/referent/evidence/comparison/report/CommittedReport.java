package dev.referent.evidence.comparison.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The report that stands in the documentation, as it was when this was built. */
public final class CommittedReport {
    private CommittedReport() {}

    /** Reads it. */
    public static Report read() {
        return Json.read(text("report.json"));
    }

    /** Returns a file that lies beside this class, or, if its name begins with a slash, anywhere on the class path. */
    static String text(String name) {
        try (InputStream content = Objects.requireNonNull(CommittedReport.class.getResourceAsStream(name), name)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
