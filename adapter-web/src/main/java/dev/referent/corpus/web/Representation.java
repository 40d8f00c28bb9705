package dev.referent.corpus.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.referent.corpus.Audio;
import dev.referent.corpus.FileName;
import dev.referent.corpus.Listing;
import dev.referent.corpus.Transcription;
import dev.referent.corpus.Utterance;
import dev.referent.corpus.UtteranceId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

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
        putUsers(node, "audio", id, audio.inUtterances());
        return node;
    }

    static ObjectNode of(Transcription transcription) {
        long id = transcription.id().value();
        ObjectNode node = file(id, "transcription/" + id, transcription.fileName(), transcription.createdAt());
        node.put("name", transcription.name().value()).put("text", transcription.text());
        putUsers(node, "transcription", id, transcription.inUtterances());
        return node;
    }

    /** Returns a pair; an orphan row names its references that have no parent row. */
    static ObjectNode of(Utterance utterance) {
        ObjectNode node = Json.object()
                .put("id", utterance.id().value())
                .put("audio", utterance.audio().value())
                .put("transcription", utterance.transcription().value());
        if (!utterance.missing().isEmpty()) {
            ArrayNode orphan = node.putArray("orphan");
            if (utterance.missing().contains(utterance.audio().reference())) {
                orphan.add("audio");
            }
            if (utterance.missing().contains(utterance.transcription().reference())) {
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

    /** Lists the first utterances that use a record; if there are more, adds their number and where all are listed. */
    private static void putUsers(ObjectNode node, String kind, long id, Listing<UtteranceId> users) {
        ArrayNode ids = node.putArray("in_utterances");
        users.items().forEach(user -> ids.add(user.value()));
        if (users.total() > users.items().size()) {
            node.put("in_utterances_total", users.total())
                    .put("in_utterances_url", BASE + "utterance?" + kind + "=" + id);
        }
    }
}
