package dev.referent.corpus;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The name of an uploaded file on disk. It is generated, so that no client input reaches the file system.
 *
 * @param value a random UUID, a dot and an extension of lower-case letters and digits
 */
public record StoredName(String value) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.[0-9a-z]{1,16}");

    /**
     * Checks the format.
     *
     * @throws InvalidInputException if the value does not have the format
     */
    public StoredName {
        if (!isValid(value)) {
            throw new InvalidInputException("\"" + value + "\" is not the name of a stored file");
        }
    }

    /**
     * Returns whether a name has the format of a stored name.
     *
     * @param name any string
     */
    public static boolean isValid(String name) {
        return FORM.matcher(name).matches();
    }

    /**
     * Returns a new, unique name.
     *
     * @param extension lower-case letters and digits, without the dot
     */
    public static StoredName fresh(String extension) {
        return new StoredName(UUID.randomUUID() + "." + extension);
    }
}
