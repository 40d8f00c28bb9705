package dev.referent.corpus.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.StringJoiner;

/** The content security policy of a page: its own inline style sheets and scripts, and this server. */
final class ContentPolicy {
    private ContentPolicy() {}

    /** Returns the value of {@code Content-Security-Policy} for a page. */
    static String of(String page) {
        String scripts = hashes(page, "<script>", "</script>");
        return "default-src 'none'; style-src" + hashes(page, "<style>", "</style>")
                + (scripts.isEmpty() ? "" : "; script-src" + scripts + "; connect-src 'self'")
                + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    /** Returns the hashes by which a policy identifies the elements (CSP Level 3, 2.3.1). */
    private static String hashes(String page, String start, String end) {
        StringJoiner hashes = new StringJoiner(" ", " ", "").setEmptyValue("");
        int from = page.indexOf(start);
        while (from >= 0) {
            int to = page.indexOf(end, from);
            hashes.add("'sha256-" + hash(page.substring(from + start.length(), to)) + "'");
            from = page.indexOf(start, to);
        }
        return hashes.toString();
    }

    private static String hash(String content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
