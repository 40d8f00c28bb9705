package dev.referent.corpus.web;

/**
 * The content of a mounted page. The server adds the frame that all pages have, and serves style sheet and script as files of
 * their own, since its policy allows nothing inline.
 *
 * @param body the HTML of the main part; its headings begin with {@code h1}
 * @param style the page's own CSS, in addition to the server's; may be empty
 * @param script the page's JavaScript, a module
 */
public record PageContent(String body, String style, String script) {}
