package dev.referent.corpus.web;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

/**
 * A longer job on a file that a client sends by POST. The server stores the file in a folder of its own, which is deleted after
 * the job. It streams lines of JSON, as a {@link MountedJob} does.
 *
 * @param path its path, for example {@code /audit/file}
 * @param title its title in the description
 * @param maxBytes the largest file
 * @param limit how long it may take
 * @param preparation receives the file, and returns the work or throws {@link dev.referent.corpus.InvalidInputException}
 */
public record MountedFileJob(
        String path, String title, long maxBytes, Duration limit, Function<Path, MountedJob.Work> preparation) {}
