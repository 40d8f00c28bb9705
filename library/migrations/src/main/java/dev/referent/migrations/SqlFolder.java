package dev.referent.migrations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The SQL files of a folder, in the order in which a tool would run them: Flyway's callback {@code beforeMigrate}, its versioned files by
 * their versions, then its repeatable files, then all others by their paths, in which 2 is before 10.
 *
 * @param files the files that are run
 * @param others the files that are not run: those that undo a migration, Flyway's baselines, and its callbacks of other commands and of
 *     errors
 */
record SqlFolder(List<Path> files, List<Path> others) {
    private static final Pattern FLYWAY = Pattern.compile("([VRUB])([0-9]+(?:[._][0-9]+)*)?__.*\\.sql");
    private static final Pattern DOWN = Pattern.compile("(?i)(?:.*\\.)?(?:down|undo|rollback)\\.sql");
    private static final Pattern DOWN_BESIDE_UP = Pattern.compile("(?i)(.*[-_])down\\.sql");

    /** Flyway's callbacks that no successful migration runs, by the names of their events. */
    private static final Pattern OTHER_CALLBACK = Pattern.compile(
            "(?:(?:before|after)(?:Each)?(?:Clean|Undo|Info|Baseline|Repair)(?:Statement)?(?:OperationFinish|Error)?"
                    + "|after(?:Each)?(?:Migrate|Validate)(?:Statement)?Error)(?:__.*)?\\.sql");

    private static final Pattern FIRST_CALLBACK = Pattern.compile("beforeMigrate(?:__.*)?\\.sql");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|[^0-9]+");

    /**
     * Lists a folder and the folders in it, also those that are symbolic links, as the tools do.
     *
     * @throws IOException if it is no folder, cannot be read, or has no files that are run
     */
    static SqlFolder of(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder + (Files.exists(folder) ? " is no folder" : " does not exist"));
        }
        List<Path> files = new ArrayList<>();
        List<Path> others = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            all.filter(path -> path.toString().toLowerCase(Locale.ROOT).endsWith(".sql"))
                    .filter(Files::isRegularFile)
                    .forEach(path -> (isRun(path) ? files : others).add(path));
        } catch (UncheckedIOException e) {
            throw e.getCause() instanceof FileSystemLoopException loop
                    ? new IOException(loop.getFile() + " is a symbolic link to a folder that it is in; remove it")
                    : e.getCause();
        }
        if (files.isEmpty()) {
            throw new IOException(folder + " has no .sql files that are migrations");
        }
        Comparator<Path> byVersion = Comparator.<Path, List<String>>comparing(SqlFolder::parts, SqlFolder::compare);
        files.sort(
                Comparator.comparing(SqlFolder::group).thenComparing(byVersion).thenComparing(Path::toString));
        return new SqlFolder(List.copyOf(files), List.copyOf(others));
    }

    /** Whether the file is one of Flyway's versioned or repeatable migrations, by its name. */
    static boolean isFlyways(Path path) {
        return FLYWAY.matcher(path.getFileName().toString()).matches();
    }

    private static boolean isRun(Path path) {
        String name = path.getFileName().toString();
        return isFlyways(path)
                ? name.charAt(0) == 'V' || name.charAt(0) == 'R'
                : !DOWN.matcher(name).matches()
                        && !isDownOfUp(path, name)
                        && !OTHER_CALLBACK.matcher(name).matches();
    }

    /** Whether the file undoes the one beside it, as do 1-a-down.sql and 1-a-up.sql. */
    private static boolean isDownOfUp(Path path, String name) {
        Matcher down = DOWN_BESIDE_UP.matcher(name);
        return down.matches() && Files.exists(path.resolveSibling(down.group(1) + "up.sql"));
    }

    private static int group(Path path) {
        String name = path.getFileName().toString();
        if (isFlyways(path)) {
            return name.charAt(0) == 'V' ? 1 : 2;
        }
        return FIRST_CALLBACK.matcher(name).matches() ? 0 : 3;
    }

    /** Returns what is compared, part by part: the numbers of a version, or the path split at its numbers. */
    private static List<String> parts(Path path) {
        Matcher flyway = FLYWAY.matcher(path.getFileName().toString());
        String version = flyway.matches() ? flyway.group(2) : null;
        if (version != null) {
            return List.of(version.split("[._]"));
        }
        return NUMBER.matcher(path.toString())
                .results()
                .map(part -> part.group())
                .toList();
    }

    private static int compare(List<String> one, List<String> other) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            int order = comparePart(one.get(i), other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.size(), other.size());
    }

    private static int comparePart(String one, String other) {
        return isNumber(one) && isNumber(other)
                ? new BigInteger(one).compareTo(new BigInteger(other))
                : one.compareTo(other);
    }

    private static boolean isNumber(String part) {
        return part.charAt(0) >= '0' && part.charAt(0) <= '9';
    }
}
