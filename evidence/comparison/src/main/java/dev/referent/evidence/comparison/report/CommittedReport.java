package dev.referent.evidence.comparison.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The report in the documentation, as it was when this module was built. */
public final class CommittedReport {
    private CommittedReport() {}

    /** Reads the report. */
    public static Report read() {
        return Json.read(text("report.json"));
    }

    /** Returns a resource next to this class, or anywhere on the class path if the name starts with a slash. */
    static String text(String name) {
        try (InputStream content = Objects.requireNonNull(CommittedReport.class.getResourceAsStream(name), name)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
