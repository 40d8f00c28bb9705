-- AUTOINCREMENT: an id is never given twice, so that a client's old id cannot come to mean another record.
-- Times are milliseconds since 1970-01-01T00:00Z.

CREATE TABLE audio (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT    NOT NULL CONSTRAINT audio_name_ck CHECK (name <> '' AND instr(name, '/') = 0),
    stored_name TEXT    NOT NULL CONSTRAINT audio_stored_name_uq UNIQUE,
    created_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE transcription (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT    NOT NULL CONSTRAINT transcription_name_ck CHECK (name <> '' AND instr(name, '/') = 0),
    file_name  TEXT    NOT NULL CONSTRAINT transcription_file_name_ck CHECK (file_name <> '' AND instr(file_name, '/') = 0),
    text       TEXT    NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE utterance (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    audio_id         INTEGER NOT NULL,
    transcription_id INTEGER NOT NULL,
    CONSTRAINT utterance_pair_uq UNIQUE (audio_id, transcription_id),
    CONSTRAINT utterance_audio_fk FOREIGN KEY (audio_id) REFERENCES audio (id),
    CONSTRAINT utterance_transcription_fk FOREIGN KEY (transcription_id) REFERENCES transcription (id)
) STRICT;

-- The index behind utterance_pair_uq begins with audio_id and serves that key; this one serves the other.
CREATE INDEX utterance_transcription_ix ON utterance (transcription_id);

-- Which directory holds the uploaded files, by the token in its file .corpus; no row until a server has claimed one.
CREATE TABLE corpus (
    uploads TEXT NOT NULL
) STRICT;
