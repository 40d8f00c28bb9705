package dev.referent.corpus.web;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Work of some length that a client can ask for by POST, one at a time. It streams lines of JSON while it goes on, and
 * ends when the client is gone.
 *
 * @param path where, as in {@code /compare/run}
 * @param title what the description calls it
 * @param members the members of the request's JSON object, each a list of strings; empty if one is left out
 * @param limit how long it may take
 * @param preparation takes the members, and returns the work or throws
 *     {@link dev.referent.corpus.InvalidInputException}
 */
public record MountedJob(
        String path,
        String title,
        List<String> members,
        Duration limit,
        Function<Map<String, List<String>>, Work> preparation) {
    /** Copies the list. */
    public MountedJob {
        members = List.copyOf(members);
    }

    /** What is to be done once. */
    @FunctionalInterface
    public interface Work {
        /**
         * Does it, and gives what there is to tell, each a JSON object on one line with a {@code message} for a person.
         *
         * @throws Exception if it fails, or is interrupted because the client is gone or the time is up
         */
        void run(Consumer<String> lines) throws Exception;
    }
}
