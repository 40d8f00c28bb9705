package dev.referent.corpus.app;

import dev.referent.corpus.InvalidInputException;
import dev.referent.corpus.web.MountedJob;
import dev.referent.corpus.web.MountedPage;
import dev.referent.corpus.web.Mounts;
import dev.referent.corpus.web.PageContent;
import dev.referent.evidence.comparison.report.LiveRunEndpoint;
import dev.referent.evidence.comparison.scenario.Scenario;
import dev.referent.evidence.comparison.story.Playground;
import dev.referent.evidence.comparison.story.Stories;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The stories on the web: the same statements without Referent and with it. What they need is set up by the first run. */
final class LiveStories implements AutoCloseable {
    private static final String PAGE = "/try";
    private static final String RUN = "/try/run";
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int AT_ONCE = 4;

    /** The utterance of a recording that does not exist; the values are those of all statements. */
    private static final Map<String, List<String>> EXAMPLE = Map.of(
            "story", List.of("utterance"),
            "statements", List.of("0", "1", "2"),
            "values", List.of("1", "speech.wav", "1", "ɓà ŋ́ kɛ̀", "1", "99999", "1", "2", "1", "1", "1", "-1", "2"));

    private final Playground playground = new Playground();

    /** Returns the page and the job. */
    Mounts mounts() {
        return new Mounts(
                List.of(new MountedPage(
                        PAGE, "Try it", "The same statements, without Referent and with it", LiveStories::content)),
                List.of(new MountedJob(
                        RUN, "Run a story in temporary databases", EXAMPLE, LIMIT, AT_ONCE, this::prepare)));
    }

    private static PageContent content() {
        String stories = Stories.json().replace("<", "\\u003c");
        return new PageContent(
                PageFiles.text("try.html").replace("/*STORIES*/", stories),
                PageFiles.text("try.css"),
                PageFiles.text("try.js"));
    }

    private MountedJob.Work prepare(Map<String, List<String>> asked) {
        Scenario scenario = scenario(asked);
        return lines -> {
            playground.run(
                    scenario,
                    result -> lines.accept(LiveRunEndpoint.line(result.engine() + ", " + result.path(), result)));
            lines.accept(LiveRunEndpoint.line("Done."));
        };
    }

    private static Scenario scenario(Map<String, List<String>> asked) {
        List<String> story = asked.getOrDefault("story", List.of());
        try {
            Set<Integer> chosen = asked.getOrDefault("statements", List.of()).stream()
                    .map(Integer::valueOf)
                    .collect(Collectors.toSet());
            return Stories.named(story.isEmpty() ? "" : story.get(0))
                    .scenario(chosen, asked.getOrDefault("values", List.of()));
        } catch (NumberFormatException e) {
            throw new InvalidInputException(
                    "statements has an entry that is not a number; give indexes, counted from 0");
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(String.valueOf(e.getMessage()));
        }
    }

    /** Waits for the run in progress, and deletes the databases. */
    @Override
    public void close() {
        playground.close();
    }
}
