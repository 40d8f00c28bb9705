package dev.referent.corpus.web;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A longer job on a file that a client sends by POST. The server stores the file, and deletes it after the job. It
 * streams lines of JSON, as a {@link MountedJob} does.
 *
 * @param path its path, for example {@code /audit/file}
 * @param title its title in the description
 * @param maxBytes the largest file
 * @param place returns a new path for each file, at which something removes it if the process is killed
 * @param limit how long it may take
 * @param preparation receives the file, and returns the work or throws {@link dev.referent.corpus.InvalidInputException}
 */
public record MountedFileJob(
        String path,
        String title,
        long maxBytes,
        Supplier<Path> place,
        Duration limit,
        Function<Path, MountedJob.Work> preparation) {}
