package dev.referent.corpus.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lists: their pages, their order, their total. */
public interface ListContract extends ServedCorpus {

    @Test
    default void answersAnEmptyListWithAnEmptyArray() {
        Api api = api();
        for (String kind : StatusContract.KINDS) {
            Answer list = api.get("/v0.1/" + kind);
            assertThat(list.json(200)).isEmpty();
            assertThat(list.header("X-Total-Count")).isEqualTo("0");
            assertThat(list.header("Link"))
                    .isEqualTo(
                            "</v0.1/%1$s?pageSize=20&pageNumber=1>; rel=\"first\", </v0.1/%1$s?pageSize=20&pageNumber=1>; rel=\"last\""
                                    .formatted(kind));
            api.get("/v0.1/" + kind + "?pageNumber=2").problem(404);
            assertThat(api.get("/v0.1/" + kind + "?pageSize=0").json(200)).isEmpty();
        }
    }

    @Test
    default void listsAPageInIdOrderWithItsNeighbours() {
        Api api = api();
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(api.utterance());
        }
        for (String kind : StatusContract.KINDS) {
            Answer second = api.get("/v0.1/" + kind + "?pageNumber=2&pageSize=2");
            assertThat(idsOf(second)).hasSize(2).isSorted();
            assertThat(second.header("X-Total-Count")).isEqualTo("5");
            assertThat(second.header("Link"))
                    .isEqualTo(
                            "</v0.1/%1$s?pageSize=2&pageNumber=1>; rel=\"first\", </v0.1/%1$s?pageSize=2&pageNumber=1>; rel=\"prev\", </v0.1/%1$s?pageSize=2&pageNumber=3>; rel=\"next\", </v0.1/%1$s?pageSize=2&pageNumber=3>; rel=\"last\""
                                    .formatted(kind));
        }
        assertThat(idsOf(api.get("/v0.1/utterance?pageSize=2&pageNumber=1"))).isEqualTo(ids.subList(0, 2));
        assertThat(idsOf(api.get("/v0.1/utterance?pageSize=2&pageNumber=3"))).isEqualTo(ids.subList(4, 5));
        assertThat(idsOf(api.get("/v0.1/utterance?pageSize=1000"))).isEqualTo(ids);
    }

    @Test
    default void listsTwentyUnlessAskedForMore() {
        Api api = api();
        for (int i = 0; i < 21; i++) {
            api.transcription("t" + i);
        }
        assertThat(api.get("/v0.1/transcription").json(200)).hasSize(20);
        assertThat(api.get("/v0.1/transcription?pageNumber=2").json(200)).hasSize(1);
        assertThat(api.get("/v0.1/transcription?pageSize=1000").json(200)).hasSize(21);
    }

    @Test
    default void reachesTheWholeListByItsLinks() {
        Api api = api();
        for (int i = 0; i < 5; i++) {
            api.transcription("t" + i);
        }
        List<Long> seen = new ArrayList<>();
        String next = "/v0.1/transcription?pageSize=2&other=x";
        while (!next.isEmpty()) {
            Answer page = api.get(next);
            seen.addAll(idsOf(page));
            next = page.header("Link").replaceAll("^.*<([^>]+)>; rel=\"next\".*$|^.*$", "$1");
        }
        assertThat(seen).hasSize(5).isSorted();
    }

    @Test
    default void findsNoPageThatTheListDoesNotHave() {
        Api api = api();
        api.utterance();
        for (String query : List.of(
                "pageNumber=0",
                "pageNumber=-1",
                "pageNumber=2",
                "pageNumber=9223372036854775807",
                "pageNumber=9223372036854775808",
                "pageNumber=99999999999999999999999999",
                "pageNumber=-99999999999999999999999999",
                "pageSize=-1",
                "pageSize=0&pageNumber=2",
                "pageSize=1000&pageNumber=9223372036854775807",
                "pageSize=-99999999999999999999999999")) {
            for (String kind : StatusContract.KINDS) {
                assertThat(api.get("/v0.1/" + kind + "?" + query).detail(404)).startsWith("there is no page ");
            }
        }
    }

    @Test
    default void listsTheUtterancesOfOneRecordAndNamesThemThere() {
        Api api = api();
        api.utterance();
        long audio = api.audio("a.wav");
        List<Long> pairs = new ArrayList<>();
        for (int i = 0; i < 23; i++) {
            pairs.add(api.pair(audio, api.transcription("t" + i))
                    .json(201)
                    .get("id")
                    .longValue());
        }
        JsonNode record = api.get("/v0.1/audio/" + audio).json(200);
        assertThat(record.get("in_utterances")).extracting(JsonNode::longValue).isEqualTo(pairs.subList(0, 20));
        assertThat(record.get("in_utterances_total").intValue()).isEqualTo(23);
        String url = record.get("in_utterances_url").textValue();
        assertThat(url).isEqualTo("/v0.1/utterance?audio=" + audio);

        Answer page = api.get(url + "&pageSize=2&pageNumber=2");
        assertThat(idsOf(page)).isEqualTo(pairs.subList(2, 4));
        assertThat(page.header("X-Total-Count")).isEqualTo("23");
        assertThat(page.header("Link")).contains("<" + url + "&pageSize=2&pageNumber=3>; rel=\"next\"");
        assertThat(idsOf(api.get("/v0.1/utterance?transcription=3"))).hasSize(1);
        assertThat(api.get("/v0.1/utterance?audio=99999").json(200)).isEmpty();
        assertThat(api.get("/v0.1/utterance?audio=1&transcription=1").detail(400))
                .contains("give one of them");
        api.get("/v0.1/utterance?audio=1&audio=1").problem(400);
        api.get("/v0.1/utterance?audio=x").problem(404);
        assertThat(api.delete("/v0.1/audio/" + audio).detail(409)).contains("and 13 more");
    }

    private static List<Long> idsOf(Answer list) {
        List<Long> ids = new ArrayList<>();
        for (JsonNode item : list.json(200)) {
            ids.add(item.get("id").longValue());
        }
        return ids;
    }
}
