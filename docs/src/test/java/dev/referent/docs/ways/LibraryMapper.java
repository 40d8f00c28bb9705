package dev.referent.docs.ways;

import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Select;

/** The statements of an application on MyBatis. */
interface LibraryMapper {
    @Insert("INSERT INTO author (id) VALUES (#{id})")
    void addAuthor(long id);

    @Insert("INSERT INTO book (author_id) VALUES (#{author})")
    void addBook(long author);

    @Select("INSERT INTO book (author_id) VALUES (#{author}) RETURNING id")
    @Options(flushCache = Options.FlushCachePolicy.TRUE)
    long addBookReturning(long author);

    @Insert("INSERT INTO loan (book_id) VALUES (#{book})")
    void addLoan(long book);
}
