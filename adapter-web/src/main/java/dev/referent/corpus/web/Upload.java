package dev.referent.corpus.web;

import dev.referent.corpus.CorpusException.Kind;
import dev.referent.corpus.FileName;
import dev.referent.corpus.InvalidInputException;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.Optional;
import org.apache.commons.fileupload2.core.DiskFileItem;
import org.apache.commons.fileupload2.core.DiskFileItemFactory;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadSizeException;
import org.apache.commons.fileupload2.jakarta.servlet6.JakartaServletFileUpload;

/**
 * The one file of a {@code multipart/form-data} request (RFC 7578), read while it arrives.
 *
 * @param name the file's name as the client gave it
 * @param content the file's bytes; they end only after the rest of the request has been verified, so a reader that reaches the
 *     end may use them
 */
record Upload(FileName name, InputStream content) {

    /** How many bytes a form may have in addition to its file. */
    private static final long MAX_ENVELOPE_BYTES = 1 << 20;

    private static final int MAX_PART_HEADER_BYTES = 1 << 13;

    /** RFC 2046, 5.1.1. */
    private static final int MAX_BOUNDARY = 70;

    private static final char REPLACEMENT = '\uFFFD';

    /**
     * Reads a form up to its file; fields before it are ignored.
     *
     * @param field the field of the file
     * @param maxBytes the largest file
     * @throws InvalidInputException if this is not such a form, or its file has an invalid name
     */
    static Upload of(Context ctx, String field, long maxBytes) {
        requireForm(MediaType.of(ctx));
        HttpServletRequest request = RequestBody.opened(ctx, maxBytes + MAX_ENVELOPE_BYTES);
        JakartaServletFileUpload<DiskFileItem, DiskFileItemFactory> form = new JakartaServletFileUpload<>();
        form.setHeaderCharset(StandardCharsets.UTF_8);
        form.setMaxPartHeaderSize(MAX_PART_HEADER_BYTES);
        form.setMaxSize(maxBytes + MAX_ENVELOPE_BYTES);
        try {
            FileItemInputIterator parts = form.getItemIterator(request);
            FileItemInput file = nextFile(parts, field)
                    .orElseThrow(() ->
                            new InvalidInputException("the form has no file in a field named " + field + "; add it"));
            return new Upload(nameOf(file), new VerifiedContent(file, parts));
        } catch (IOException e) {
            throw exception(e);
        }
    }

    private static void requireForm(Optional<MediaType> stated) {
        MediaType type = stated.orElseThrow(
                () -> new InvalidInputException("the request states no content type; send multipart/form-data"));
        if (!type.name().equals("multipart/form-data")) {
            throw new InvalidInputException(
                    Kind.UNSUPPORTED_TYPE, "the body is of type " + type.name() + "; send multipart/form-data");
        }
        String boundary = type.parameters().getOrDefault("boundary", "");
        if (boundary.isBlank() || boundary.length() > MAX_BOUNDARY) {
            throw new InvalidInputException(
                    "the form's content type states no boundary of 1 to " + MAX_BOUNDARY + " characters; add it");
        }
    }

    private static Optional<FileItemInput> nextFile(FileItemInputIterator parts, String field) throws IOException {
        while (parts.hasNext()) {
            FileItemInput part = parts.next();
            if (!part.isFormField() && field.equals(part.getFieldName())) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }

    private static FileName nameOf(FileItemInput file) {
        String name;
        try {
            name = file.getName();
        } catch (InvalidPathException e) {
            throw new InvalidInputException("the file name has a NUL character; remove it");
        }
        if (name.indexOf(REPLACEMENT) >= 0) {
            throw new InvalidInputException("the file name is not UTF-8; rename the file");
        }
        return new FileName(name);
    }

    private static InvalidInputException exception(IOException e) {
        return e instanceof FileUploadSizeException size && size.getPermitted() > MAX_PART_HEADER_BYTES
                ? RequestBody.tooLarge(size.getPermitted())
                : new InvalidInputException("the form is cut off or malformed; send it again");
    }

    /** The file's bytes; at their end comes the check that no second file follows and the form is complete. */
    private static final class VerifiedContent extends InputStream {

        private final FileItemInput file;
        private final FileItemInputIterator parts;
        private boolean ended;

        VerifiedContent(FileItemInput file, FileItemInputIterator parts) {
            this.file = file;
            this.parts = parts;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (ended) {
                return -1;
            }
            try {
                int read = file.getInputStream().read(buffer, offset, length);
                if (read < 0) {
                    ended = true;
                    requireNoOther();
                }
                return read;
            } catch (IOException e) {
                throw exception(e);
            }
        }

        private void requireNoOther() throws IOException {
            String field = file.getFieldName();
            if (nextFile(parts, field).isPresent()) {
                throw new InvalidInputException("the form has two files in the field " + field + "; send one");
            }
        }
    }
}
