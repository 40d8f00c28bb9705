package dev.referent.corpus.web;

import java.util.function.Supplier;

/**
 * A page that the server shows beside the corpus.
 *
 * @param path where, as in {@code /compare}
 * @param title what the front page and the description call it
 * @param html gives the page at each request, from any thread; it is complete in itself: nothing is loaded but from this
 *     server. Where it throws, that request is answered 500 and the server goes on
 */
public record MountedPage(String path, String title, Supplier<String> html) {}
