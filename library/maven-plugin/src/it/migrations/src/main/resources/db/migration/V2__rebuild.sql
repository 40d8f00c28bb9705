PRAGMA foreign_keys = OFF;
CREATE TABLE author_new (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO author_new (id) SELECT id FROM author;
DROP TABLE author;
ALTER TABLE author_new RENAME TO author;
