CREATE TABLE author (id INTEGER PRIMARY KEY);
CREATE TABLE book (author_id INT REFERENCES author ON DELETE CASCADE);
CREATE INDEX book_author ON book (author_id);
