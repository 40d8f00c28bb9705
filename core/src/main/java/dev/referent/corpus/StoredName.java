package dev.referent.corpus;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The name under which an uploaded file lies on disk: one of our own making, so that no client's text reaches the file
 * system.
 *
 * @param value a random UUID, a dot and an extension of lower-case letters and digits
 */
public record StoredName(String value) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.[0-9a-z]{1,16}");

    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException if the value is not of our making
     */
    public StoredName {
        if (!isValid(value)) {
            throw new IllegalArgumentException(value + " is no name of a stored file");
        }
    }

    /**
     * Tells whether a name is of our making.
     *
     * @param name any string
     */
    public static boolean isValid(String name) {
        return FORM.matcher(name).matches();
    }

    /**
     * Returns a name that no other file has.
     *
     * @param extension lower-case letters and digits, without the dot
     */
    public static StoredName fresh(String extension) {
        return new StoredName(UUID.randomUUID() + "." + extension);
    }
}
