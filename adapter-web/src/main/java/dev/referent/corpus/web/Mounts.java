package dev.referent.corpus.web;

import java.util.List;

/**
 * What a server shows and does beside the corpus, and knows nothing about.
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

    /** Nothing but the corpus. */
    public static Mounts none() {
        return new Mounts(List.of(), List.of());
    }
}
