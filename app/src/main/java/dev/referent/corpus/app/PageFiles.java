package dev.referent.corpus.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The files of the mounted pages, which are resources beside this class. */
final class PageFiles {
    private PageFiles() {}

    /** Returns the text of a file. */
    static String text(String name) {
        try (InputStream content = Objects.requireNonNull(PageFiles.class.getResourceAsStream(name), name)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
