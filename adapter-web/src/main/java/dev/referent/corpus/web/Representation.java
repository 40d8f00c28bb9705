package dev.referent.corpus.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.referent.corpus.Audio;
import dev.referent.corpus.FileName;
import dev.referent.corpus.Transcription;
import dev.referent.corpus.Utterance;
import dev.referent.corpus.UtteranceId;
import dev.referent.corpus.usecase.StoredUtterance;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** The JSON form of the records in {@value #BASE}. */
final class Representation {

    /** The path of the API. */
    static final String BASE = "/v0.1/";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx").withZone(ZoneOffset.UTC);

    private Representation() {}

    /** Returns a recording. */
    static ObjectNode of(Audio audio) {
        long id = audio.id().value();
        ObjectNode node = file(id, "audio/" + id, audio.name(), audio.createdAt());
        node.set("in_utterances", ids(audio.inUtterances()));
        return node;
    }

    /** Returns a transcription. */
    static ObjectNode of(Transcription transcription) {
        long id = transcription.id().value();
        ObjectNode node = file(id, "transcription/" + id, transcription.fileName(), transcription.createdAt());
        node.put("name", transcription.name().value()).put("text", transcription.text());
        node.set("in_utterances", ids(transcription.inUtterances()));
        return node;
    }

    /** Returns a valid pair. */
    static ObjectNode of(Utterance utterance) {
        return Json.object()
                .put("id", utterance.id().value())
                .put("audio", utterance.audio().value())
                .put("transcription", utterance.transcription().value());
    }

    /** Returns a pair that was read; an orphan names its references that have no parent row. */
    static ObjectNode of(StoredUtterance stored) {
        Utterance utterance = stored.utterance();
        ObjectNode node = of(utterance);
        if (!stored.missing().isEmpty()) {
            ArrayNode orphan = node.putArray("orphan");
            if (stored.missing().contains(utterance.audio().reference())) {
                orphan.add("audio");
            }
            if (stored.missing().contains(utterance.transcription().reference())) {
                orphan.add("transcription");
            }
        }
        return node;
    }

    private static ObjectNode file(long id, String place, FileName name, Instant createdAt) {
        // only a space is encoded differently in forms and in paths
        String encoded = URLEncoder.encode(name.value(), StandardCharsets.UTF_8).replace("+", "%20");
        String path = place + "/file/" + encoded;
        ObjectNode node = Json.object().put("id", id).put("url", BASE + path);
        node.putObject("file_info")
                .put("id", id)
                .put("name", name.value())
                .put("path", path)
                .put("created_at", TIME.format(createdAt));
        return node;
    }

    private static ArrayNode ids(List<UtteranceId> utterances) {
        ArrayNode ids = Json.object().arrayNode();
        utterances.forEach(id -> ids.add(id.value()));
        return ids;
    }
}
