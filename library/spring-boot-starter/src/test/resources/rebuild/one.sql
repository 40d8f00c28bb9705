--liquibase formatted sql

--changeset referent:1
CREATE TABLE author (id INTEGER PRIMARY KEY);
CREATE TABLE book (id INTEGER PRIMARY KEY,
  author_id INTEGER CONSTRAINT book_author_fk REFERENCES author (id) ON DELETE CASCADE);
INSERT INTO author VALUES (1);
INSERT INTO book VALUES (1, 1);

