package dev.referent.evidence.comparison.story;

import dev.referent.evidence.comparison.report.Json;
import dev.referent.evidence.comparison.scenario.Key;
import dev.referent.evidence.comparison.scenario.Table;
import java.util.List;
import java.util.stream.Collectors;

/** The stories that a visitor can run. */
public final class Stories {
    private static final String ID = "id INTEGER NOT NULL PRIMARY KEY";
    private static final String NAME = "name VARCHAR(40)";

    private static final Table AUDIO = Table.of("audio", ID, NAME);
    private static final Table TRANSCRIPTION = Table.of("transcription", ID, "text VARCHAR(40)");
    private static final Table UTTERANCE = Table.of("utterance", ID, "audio_id INTEGER", "transcription_id INTEGER")
            .with(
                    key("utterance_audio_fk", "audio_id", "audio"),
                    key("utterance_transcription_fk", "transcription_id", "transcription"));

    private static final Table ARTIST = Table.of("artist", ID, NAME);
    private static final Table ALBUM = Table.of("album", ID, "title VARCHAR(40)", "artist_id INTEGER")
            .with(Key.of("album", "artist_id", "artist", "ON DELETE CASCADE"));

    private Stories() {}

    private static Key key(String name, String column, String parent) {
        return new Key(name, "utterance", List.of(column), parent, List.of("id"), "");
    }

    /** Returns all stories. */
    public static List<Story> all() {
        return List.of(bogusUtterance(), migration());
    }

    /**
     * Returns the story of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Story named(String name) {
        return all().stream()
                .filter(story -> story.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no story " + name + "; name one of "
                        + all().stream().map(Story::name).collect(Collectors.joining(", "))));
    }

    /** Returns the stories as JSON, as a page needs them to show their statements. */
    public static String json() {
        return Json.compact(all().stream().map(Story::forPage).toList());
    }

    private static Story bogusUtterance() {
        return new Story(
                "utterance",
                "The utterance of a recording that does not exist",
                "An utterance pairs a recording with a transcription, and two foreign keys guard it. There is no recording"
                        + " 99999, and recording 1 is in use when it is deleted.",
                List.of(AUDIO, TRANSCRIPTION, UTTERANCE),
                List.of(
                        StoryStatement.insert(AUDIO, 1, "speech.wav").initially(),
                        StoryStatement.insert(TRANSCRIPTION, 1, "ɓà ŋ́ kɛ̀").initially(),
                        StoryStatement.insert(UTTERANCE, 1, 99_999, 1),
                        StoryStatement.insert(UTTERANCE, 2, 1, 1),
                        StoryStatement.delete(AUDIO, 1),
                        StoryStatement.update(UTTERANCE, "transcription_id", -1, 2)
                                .ifChosen()),
                false);
    }

    private static Story migration() {
        return new Story(
                "migration",
                "The migration that empties a child table",
                "SQLite's usual way to change a table is to rebuild it: create a new one, copy the rows, drop the old one,"
                        + " rename the new one. With enforcement on, DROP TABLE first deletes the rows of the table, and"
                        + " ON DELETE CASCADE deletes their child rows, without an error.",
                List.of(ARTIST, ALBUM),
                List.of(
                        StoryStatement.insert(ARTIST, 1, "Aya").initially(),
                        StoryStatement.insert(ARTIST, 2, "Kofi").initially(),
                        StoryStatement.insert(ALBUM, 1, "First", 1).initially(),
                        StoryStatement.insert(ALBUM, 2, "Second", 1).initially(),
                        StoryStatement.insert(ALBUM, 3, "Third", 2).initially(),
                        StoryStatement.sql("CREATE TABLE artist_new (" + ID + ", name VARCHAR(40) NOT NULL)"),
                        StoryStatement.sql("INSERT INTO artist_new SELECT id, name FROM artist"),
                        StoryStatement.sql("DROP TABLE artist"),
                        StoryStatement.sql("ALTER TABLE artist_new RENAME TO artist")),
                true);
    }
}
