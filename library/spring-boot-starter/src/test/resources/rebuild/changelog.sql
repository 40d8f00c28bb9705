--liquibase formatted sql

--changeset referent:1
CREATE TABLE author (id INTEGER PRIMARY KEY);
CREATE TABLE book (id INTEGER PRIMARY KEY,
  author_id INTEGER CONSTRAINT book_author_fk REFERENCES author (id) ON DELETE CASCADE);
INSERT INTO author VALUES (1);
INSERT INTO book VALUES (1, 1);

--changeset referent:2
CREATE TABLE author_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT '');
INSERT INTO author_new (id) SELECT id FROM author;
DROP TABLE author;
ALTER TABLE author_new RENAME TO author;
