package dev.referent.corpus.web;

import java.util.function.Supplier;

/**
 * A page that the server shows in addition to the corpus.
 *
 * @param path its path, for example {@code /compare}
 * @param title its title on the front page and in the description
 * @param html returns the page for each request, from any thread; the page loads nothing from other servers. If it throws,
 *     that request is answered with 500 and the server continues
 */
public record MountedPage(String path, String title, Supplier<String> html) {}
