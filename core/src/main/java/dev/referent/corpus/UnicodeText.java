package dev.referent.corpus;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/** Ensures that all stored text is well-formed Unicode in normalization form C (Unicode Standard Annex 15). */
public final class UnicodeText {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private UnicodeText() {}

    /**
     * Decodes UTF-8 and drops a leading byte order mark.
     *
     * @param what the name of the content in error messages, for example "the transcription file"
     * @param utf8 the encoded text
     * @throws InvalidInputException if the bytes are not UTF-8
     */
    public static String decode(String what, byte[] utf8) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
            return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(what + " is not UTF-8; save it as UTF-8 and send it again");
        }
    }

    /**
     * Returns the text in normalization form C.
     *
     * @param what the name of the text in error messages, for example "name"
     * @param text any string
     * @throws InvalidInputException if the text is blank, or contains a NUL character or an unpaired surrogate
     */
    public static String nfc(String what, String text) {
        if (text.isBlank()) {
            throw new InvalidInputException(what + " is empty; it needs at least one visible character");
        }
        if (text.indexOf('\0') >= 0) {
            throw new InvalidInputException(what + " has a NUL character; remove it");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new InvalidInputException(what + " has an unpaired surrogate; send well-formed Unicode");
        }
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }
}
