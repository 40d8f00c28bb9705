package speech;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MainTest {
    @TempDir
    private Path folder;

    @Test
    void namesBothMissingParentsOfABogusPair() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        Main.run("jdbc:sqlite:" + folder.resolve("corpus.db"), new PrintStream(printed, true, StandardCharsets.UTF_8));

        String text = printed.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("(foreign key utterance_audio_fk)"), text);
        assertTrue(text.contains("(foreign key utterance_transcription_fk)"), text);
    }
}
