package library;

import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Update;

/** The mapper. */
public interface Books {
    @Update("CREATE TABLE author (id INTEGER PRIMARY KEY)")
    void createAuthors();

    @Update("CREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER CONSTRAINT book_author_fk REFERENCES author)")
    void createBooks();

    @Insert("INSERT INTO book (author_id) VALUES (#{author})")
    void store(long author);
}
