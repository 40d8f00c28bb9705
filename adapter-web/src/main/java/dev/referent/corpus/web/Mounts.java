package dev.referent.corpus.web;

import java.util.List;

/**
 * The pages and jobs that a server offers in addition to the corpus.
 *
 * @param pages the pages
 * @param jobs the jobs
 */
public record Mounts(List<MountedPage> pages, List<MountedJob> jobs) {
    /** Copies the lists. */
    public Mounts {
        pages = List.copyOf(pages);
        jobs = List.copyOf(jobs);
    }

    /** No pages and no jobs. */
    public static Mounts none() {
        return new Mounts(List.of(), List.of());
    }
}
