CREATE TABLE audio (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE transcription (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE utterance (
    id               INTEGER PRIMARY KEY,
    audio_id         INTEGER NOT NULL CONSTRAINT utterance_audio_fk REFERENCES audio (id),
    transcription_id INTEGER NOT NULL CONSTRAINT utterance_transcription_fk REFERENCES transcription (id)
);
INSERT INTO audio WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT i, i || '.wav' FROM n;
INSERT INTO transcription WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT i, 'ŋa' FROM n;
