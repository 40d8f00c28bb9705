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

    /** Fillers and blanks that are letters or symbols to Unicode, and empty to a reader. */
    private static final Set<Integer> INVISIBLE_LETTERS = Set.of(0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0);

    /**
     * Checks and normalizes the name.
     *
     * @throws InvalidInputException if the value is not a valid file name
     */
    public FileName {
        value = UnicodeText.nfc("the file name", value);
        if (value.indexOf('/') >= 0 || value.indexOf('\\') >= 0 || value.equals(".") || value.equals("..")) {
            throw new InvalidInputException("the file name is a path; send only its last part");
        }
        if (value.codePoints().anyMatch(Character::isISOControl)) {
            throw new InvalidInputException("the file name has a control character; remove it");
        }
        if (value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new InvalidInputException("the file name is longer than " + MAX_BYTES + " bytes; shorten it");
        }
    }

    /**
     * Checks that a reader can tell a new name from another one. Names that are stored already are not checked, so that they
     * stay readable.
     *
     * @throws InvalidInputException if the name has a character that changes the direction of writing or breaks the line, or
     *     has no visible one
     */
    public void requireLegible() {
        if (value.codePoints().anyMatch(FileName::isMisleading)) {
            throw new InvalidInputException(
                    "the file name has a character that changes the direction of writing or breaks the line; remove it");
        }
        int dot = value.lastIndexOf('.');
        String stem = dot > 0 ? value.substring(0, dot) : value;
        if (stem.codePoints().noneMatch(FileName::isVisible)) {
            throw new InvalidInputException("the file name is invisible; it needs at least one visible character");
        }
    }

    /** Returns whether a character can make a name look like another one: bidirectional controls, line and paragraph breaks. */
    private static boolean isMisleading(int codePoint) {
        return (codePoint >= 0x202A && codePoint <= 0x202E)
                || (codePoint >= 0x2066 && codePoint <= 0x2069)
                || codePoint == 0x2028
                || codePoint == 0x2029;
    }

    /** Returns whether a reader sees the character alone; a mark, for example a variation selector, needs a base. */
    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> !INVISIBLE_LETTERS.contains(codePoint);
        };
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
