CREATE TABLE author (id INTEGER PRIMARY KEY);
CREATE TABLE book (
    id INTEGER PRIMARY KEY,
    author_id INTEGER,
    CONSTRAINT book_author_fk FOREIGN KEY (author_id) REFERENCES author (id)
);
INSERT INTO author VALUES (1);
