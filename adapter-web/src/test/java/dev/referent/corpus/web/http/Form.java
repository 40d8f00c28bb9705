package dev.referent.corpus.web.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A {@code multipart/form-data} body, written out by hand so that it can also be a wrong one. */
final class Form {

    /** The content type that goes with the body. */
    static final String TYPE = "multipart/form-data; boundary=frontier";

    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

    /** Adds a text field. */
    Form field(String name, String value) {
        return part("form-data; name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a file. */
    Form file(String field, String fileName, byte[] content) {
        return part("form-data; name=\"" + field + "\"; filename=\"" + fileName + "\"", content);
    }

    /** Adds a file. */
    Form file(String field, String fileName, String content) {
        return file(field, fileName, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a part of any disposition. */
    Form part(String disposition, byte[] content) {
        write(("--frontier\r\nContent-Disposition: " + disposition + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        write(content);
        write("\r\n".getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Returns the body up to here, without its end. */
    byte[] unfinished() {
        return parts.toByteArray();
    }

    /** Returns the whole body. */
    byte[] bytes() {
        write("--frontier--\r\n".getBytes(StandardCharsets.UTF_8));
        return parts.toByteArray();
    }

    private void write(byte[] bytes) {
        parts.write(bytes, 0, bytes.length);
    }
}
