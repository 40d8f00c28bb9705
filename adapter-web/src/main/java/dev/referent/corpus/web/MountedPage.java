package dev.referent.corpus.web;

import java.util.function.Supplier;

/**
 * A page that the server shows in addition to the corpus.
 *
 * @param path its path, for example {@code /compare}
 * @param label its name in the navigation
 * @param title its title, also in the description
 * @param content returns the content at the first request, from any thread; it is kept. The page loads nothing from other
 *     servers. If it throws, that request is answered with 500 and the server continues
 */
public record MountedPage(String path, String label, String title, Supplier<PageContent> content) {}
