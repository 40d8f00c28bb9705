package dev.referent.corpus.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Files in and out. */
public interface UploadContract extends ServedCorpus {

    @Test
    default void takesARecordingOfAnyProperName() {
        Api api = api();
        for (String name :
                List.of("a.wav", "a.WAVE", "a.b.Mp3", ".wav", "-rf.wav", "a;b&c=d+e.wav", "con.mp3", "~$#?!.wav")) {
            String url = api.post("/v0.1/audio", new Form().file("audioFile", name, "RIFF"))
                    .json(201)
                    .get("url")
                    .textValue();
            assertThat(api.get(url).header("Content-Type"))
                    .isEqualTo(name.toLowerCase(Locale.ROOT).endsWith("mp3") ? "audio/mpeg" : "audio/wav");
        }
        assertThat(settledFiles()).hasSize(8).allMatch(file -> file.matches("[0-9a-f-]{36}\\.(wav|wave|mp3)"));
    }

    @Test
    default void keepsFilesOfOneNameApart() {
        Api api = api();
        String first = "/v0.1/audio/%d/file/a.wav".formatted(api.audio("a.wav"));
        api.post("/v0.1/audio", new Form().file("audioFile", "a.wav", "other")).json(201);
        assertThat(api.get(first).body()).isEqualTo("RIFF");
        assertThat(settledFiles()).hasSize(2);
    }

    @Test
    default void takesAnUploadAmongOtherFields() {
        Api api = api();
        byte[] noise = "x".repeat(10_000).getBytes(StandardCharsets.UTF_8);
        api.post(
                        "/v0.1/audio",
                        new Form()
                                .field("a", "1")
                                .file("other", "o.exe", noise)
                                .file("audioFile", "a.wav", "RIFF")
                                .field("z", "1")
                                .file("other", "o.exe", noise))
                .json(201);
        assertThat(settledFiles()).hasSize(1);
    }

    @Test
    default void rejectsARecordingOfAnotherType() {
        Api api = api();
        for (String name : List.of("a.exe", "a", "wav", "a.wav.txt", "a.wav.", "a.ogg", "a.txt")) {
            assertThat(api.post("/v0.1/audio", new Form().file("audioFile", name, "RIFF"))
                            .detail(415))
                    .contains("mp3, wav, wave");
            assertThat(files()).isEmpty();
        }
    }

    @Test
    default void rejectsWhatIsNoFileName() {
        Api api = api();
        for (String name :
                List.of("", " ", "../../x.wav", "/etc/x.wav", "..\\x.wav", "C:\\x.wav", "a\tb.wav", "a\u0001.wav")) {
            api.post("/v0.1/audio", new Form().file("audioFile", name, "RIFF")).problem(400);
            assertThat(files()).isEmpty();
        }
    }

    @Test
    default void rejectsAnUploadWithoutItsOneFile() {
        Api api = api();
        assertThat(api.post("/v0.1/audio", new Form().file("file", "a.wav", "RIFF"))
                        .detail(400))
                .contains("audioFile");
        api.post("/v0.1/audio", new Form().field("audioFile", "RIFF")).problem(400);
        api.post("/v0.1/audio", new Form()).problem(400);
        api.post("/v0.1/audio", Form.TYPE, new byte[0]).problem(400);
        Form two = new Form().file("audioFile", "a.wav", "RIFF").file("audioFile", "b.wav", "RIFF");
        assertThat(api.post("/v0.1/audio", two).detail(400)).contains("two files in the field audioFile");
        assertThat(api.get("/v0.1/audio").json(200)).isEmpty();
        assertThat(files()).isEmpty();
    }

    @Test
    default void rejectsABodyThatIsNoForm() {
        Api api = api();
        byte[] body = new Form().file("audioFile", "a.wav", "RIFF").bytes();
        for (String type : List.of("application/json", "audio/wav", "multipart/mixed; boundary=frontier", "nonsense")) {
            api.post("/v0.1/audio", type, body).problem(415);
            api.post("/v0.1/transcription/fromFile", type, body).problem(415);
        }
        api.post("/v0.1/audio", "multipart/form-data", body).problem(400);
        api.send("POST", "/v0.1/audio").problem(400);
        assertThat(files()).isEmpty();
    }

    @Test
    default void rejectsAnEmptyFile() {
        Api api = api();
        api.post("/v0.1/audio", new Form().file("audioFile", "a.wav", "")).problem(400);
        api.post("/v0.1/transcription/fromFile", new Form().file("transcriptionFile", "a.txt", ""))
                .problem(400);
        assertThat(files()).isEmpty();
    }

    @Test
    default void takesARecordingOfTheLargestSizeAndNoneThatIsLarger() {
        Api api = api();
        byte[] largest = new byte[MAX_UPLOAD_BYTES];
        Arrays.fill(largest, (byte) '\r');
        JsonNode added = api.post("/v0.1/audio", new Form().file("audioFile", "a.wav", largest))
                .json(201);
        assertThat(api.get(added.get("url").textValue()).header("Content-Length"))
                .isEqualTo(Integer.toString(MAX_UPLOAD_BYTES));
        api.post("/v0.1/audio", new Form().file("audioFile", "a.wav", new byte[largest.length + 1]))
                .problem(413);
        api.post("/v0.1/audio", new Form().file("audioFile", "a.wav", new byte[10 * largest.length]))
                .problem(413);
        assertThat(files()).hasSize(1);
    }

    @Test
    default void leavesNothingOfAnUploadThatIsCutOff() throws InterruptedException {
        Api api = api();
        byte[] half = new Form().file("audioFile", "a.wav", new byte[500_000]).unfinished();
        String head = "POST /v0.1/audio HTTP/1.1\r\nHost: x\r\nContent-Type: " + Form.TYPE + "\r\nContent-Length: ";
        String answer = api.raw(concat(head + 2 * half.length + "\r\n\r\n", half));
        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("application/problem+json");
        assertThat(api.raw(concat(head + half.length + "\r\nConnection: close\r\n\r\n", half)))
                .startsWith("HTTP/1.1 400 ");
        Instant end = Instant.now().plus(Duration.ofSeconds(5));
        while (!files().isEmpty() && Instant.now().isBefore(end)) {
            Thread.sleep(20);
        }
        assertThat(files()).isEmpty();
        assertThat(api.get("/v0.1/audio").json(200)).isEmpty();
    }

    @Test
    default void storesATranscriptionFromItsFile() {
        Api api = api();
        for (String name : List.of("a.txt", "b.PHONEMES", "c.phonemes_and_tones")) {
            JsonNode added = api.post(
                            "/v0.1/transcription/fromFile", new Form().file("transcriptionFile", name, "\uFEFFa\u0301"))
                    .json(201);
            assertThat(added.get("text").textValue()).isEqualTo("á");
            assertThat(added.get("name").textValue()).isEqualTo(name);
        }
    }

    @Test
    default void rejectsATranscriptionFileThatBreaksARule() {
        Api api = api();
        String path = "/v0.1/transcription/fromFile";
        byte[] latin1 = {(byte) 0xE9, (byte) 0xFF};
        assertThat(api.post(path, new Form().file("transcriptionFile", "a.txt", latin1))
                        .detail(400))
                .contains("UTF-8");
        api.post(path, new Form().file("transcriptionFile", "a.wav", "t")).problem(415);
        api.post(path, new Form().file("audioFile", "a.txt", "t")).problem(400);
        api.post(path, new Form().file("transcriptionFile", "../../x.txt", "t")).problem(400);
        api.post(path, new Form().file("transcriptionFile", "a.txt", "x".repeat((1 << 20) + 1)))
                .problem(413);
        api.post(path, new Form().file("transcriptionFile", "a.txt", new byte[8 << 20]))
                .problem(413);
        assertThat(api.get("/v0.1/transcription").json(200)).isEmpty();
        assertThat(files()).isEmpty();
    }

    /** Returns the files in the root of the directory. */
    private List<String> settledFiles() {
        return files().stream().filter(file -> !file.contains("/")).toList();
    }

    private static byte[] concat(String head, byte[] body) {
        byte[] bytes = Arrays.copyOf(head.getBytes(StandardCharsets.UTF_8), head.length() + body.length);
        System.arraycopy(body, 0, bytes, head.length(), body.length);
        return bytes;
    }
}
