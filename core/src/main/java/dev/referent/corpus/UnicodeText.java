package dev.referent.corpus;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/** The rule that all stored text is well-formed Unicode in normalization form C (Unicode Standard Annex 15). */
public final class UnicodeText {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private UnicodeText() {}

    /**
     * Decodes UTF-8, dropping a byte order mark at the start.
     *
     * @param what how a message calls the content, as in "the transcription file"
     * @param utf8 the encoded text
     * @throws RefusedInputException if the bytes are not UTF-8
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
     * @param what how a message calls the text, as in "name"
     * @param text any string
     * @throws RefusedInputException if the text is blank, has a NUL character or an unpaired surrogate
     */
    public static String nfc(String what, String text) {
        if (text.isBlank()) {
            throw new InvalidInputException(what + " is empty; it needs at least one visible character");
        }
        if (text.indexOf('\0') >= 0) {
            throw new InvalidInputException(what + " has a NUL character; remove it");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new InvalidInputException(what + " has half of a surrogate pair; send well-formed Unicode");
        }
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }
}
