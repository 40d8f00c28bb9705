package dev.referent.corpus.web;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A longer job that a client starts by POST. It streams lines of JSON while it runs, and ends when the client
 * disconnects.
 *
 * @param path its path, for example {@code /compare/run}
 * @param title its title in the description
 * @param members the members of the request's JSON object, each with an example; each is a list of strings, empty if it is left out
 * @param limit how long it may take
 * @param atOnce how many may run at the same time; further ones are answered with 409
 * @param preparation receives the members, and returns the work or throws {@link dev.referent.corpus.InvalidInputException}
 */
public record MountedJob(
        String path,
        String title,
        Map<String, List<String>> members,
        Duration limit,
        int atOnce,
        Function<Map<String, List<String>>, Work> preparation) {
    /** Copies the members, ordered by their names. */
    public MountedJob {
        members = Collections.unmodifiableMap(new TreeMap<>(members));
    }

    /** The work of one run. */
    @FunctionalInterface
    public interface Work {
        /**
         * Runs the work, and passes on its messages, each a JSON object on one line with a {@code message} for a person.
         *
         * @throws Exception if it fails, or is interrupted because the client disconnected or the time limit passed
         */
        void run(Consumer<String> lines) throws Exception;
    }
}
