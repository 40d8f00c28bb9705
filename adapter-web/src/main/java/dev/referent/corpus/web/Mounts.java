package dev.referent.corpus.web;

import java.util.List;
import java.util.stream.Stream;

/**
 * The pages and jobs that a server offers in addition to the corpus.
 *
 * @param pages the pages, in the order of the navigation
 * @param jobs the jobs
 * @param fileJobs the jobs on files
 */
public record Mounts(List<MountedPage> pages, List<MountedJob> jobs, List<MountedFileJob> fileJobs) {
    /** Copies the lists. */
    public Mounts {
        pages = List.copyOf(pages);
        jobs = List.copyOf(jobs);
        fileJobs = List.copyOf(fileJobs);
    }

    /** Creates mounts without jobs on files. */
    public Mounts(List<MountedPage> pages, List<MountedJob> jobs) {
        this(pages, jobs, List.of());
    }

    /** No pages and no jobs. */
    public static Mounts none() {
        return new Mounts(List.of(), List.of());
    }

    /** Returns these mounts followed by others. */
    public Mounts and(Mounts others) {
        return new Mounts(joined(pages, others.pages), joined(jobs, others.jobs), joined(fileJobs, others.fileJobs));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
