package dev.referent.corpus;

import dev.referent.corpus.CorpusException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The name of a file as users know it: never a path, in normalization form C.
 *
 * @param value the name, at most {@value #MAX_BYTES} bytes in UTF-8, with neither separators nor control characters
 */
public record FileName(String value) {
    /** The maximum length of a name in bytes of UTF-8, which is the limit of common file systems. */
    public static final int MAX_BYTES = 255;

    /**
     * Checks and normalizes the name.
     *
     * @throws InvalidInputException if the value is not a valid file name
     */
    public FileName {
        value = UnicodeText.nfc("the file name", value);
        if (value.indexOf('/') >= 0 || value.indexOf('\\') >= 0 || value.equals(".") || value.equals("..")) {
            throw new InvalidInputException("the file name " + value + " is a path; send only its last part");
        }
        if (value.codePoints().anyMatch(Character::isISOControl)) {
            throw new InvalidInputException("the file name has a control character; remove it");
        }
        if (value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new InvalidInputException("the file name is longer than " + MAX_BYTES + " bytes; shorten it");
        }
    }

    /** Returns the part after the last dot, in lower case; empty if there is no dot. */
    public String extension() {
        int dot = value.lastIndexOf('.');
        return dot < 0 ? "" : value.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /**
     * Checks the extension.
     *
     * @param accepted the accepted extensions, in lower case and without the dot
     * @throws InvalidInputException of kind UNSUPPORTED_TYPE if the name has another extension, or none
     */
    public void requireExtension(Set<String> accepted) {
        if (!accepted.contains(extension())) {
            throw new InvalidInputException(
                    Kind.UNSUPPORTED_TYPE,
                    "the file " + value + " is of no accepted type; its name ends in one of "
                            + String.join(", ", new TreeSet<>(accepted)));
        }
    }
}
