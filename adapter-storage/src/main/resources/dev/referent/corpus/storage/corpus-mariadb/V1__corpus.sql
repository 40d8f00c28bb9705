-- InnoDB: the other engines enforce no foreign keys. utf8mb4_nopad_bin: two texts are equal if they are so to the letter.
-- An id is never given twice: InnoDB keeps AUTO_INCREMENT over a restart.
-- Times are milliseconds since 1970-01-01T00:00Z.

CREATE TABLE audio (
    id          BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name        VARCHAR(255) NOT NULL,
    stored_name VARCHAR(64)  NOT NULL,
    created_at  BIGINT       NOT NULL,
    CONSTRAINT audio_name_ck CHECK (name <> '' AND LOCATE('/', name) = 0),
    CONSTRAINT audio_stored_name_uq UNIQUE (stored_name)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

CREATE TABLE transcription (
    id         BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name       VARCHAR(255) NOT NULL,
    file_name  VARCHAR(255) NOT NULL,
    text       LONGTEXT     NOT NULL,
    created_at BIGINT       NOT NULL,
    CONSTRAINT transcription_name_ck CHECK (name <> '' AND LOCATE('/', name) = 0),
    CONSTRAINT transcription_file_name_ck CHECK (file_name <> '' AND LOCATE('/', file_name) = 0)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

CREATE TABLE utterance (
    id               BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    audio_id         BIGINT NOT NULL,
    transcription_id BIGINT NOT NULL,
    CONSTRAINT utterance_pair_uq UNIQUE (audio_id, transcription_id),
    INDEX utterance_transcription_ix (transcription_id),
    CONSTRAINT utterance_audio_fk FOREIGN KEY (audio_id) REFERENCES audio (id),
    CONSTRAINT utterance_transcription_fk FOREIGN KEY (transcription_id) REFERENCES transcription (id)
) ENGINE = InnoDB;

-- Which directory holds the uploaded files, by the token in its file .corpus; no row until a server has claimed one. The
-- column one makes two servers that claim at the same time refuse each other.
CREATE TABLE corpus (
    one     TINYINT     NOT NULL DEFAULT 1 PRIMARY KEY CHECK (one = 1),
    uploads VARCHAR(64) NOT NULL
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
