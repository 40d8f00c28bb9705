package dev.referent.comparison.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;

/** Copies directories with all that is in them. */
final class Copies {
    private Copies() {}

    /** Copies a directory to a place where nothing is yet; where it has a link to a file, the copy has that file. */
    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Iterator<Path> each = files.iterator(); each.hasNext(); ) {
                Path file = each.next();
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }
}
