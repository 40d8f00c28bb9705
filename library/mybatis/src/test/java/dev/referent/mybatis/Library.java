package dev.referent.mybatis;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.transaction.TransactionFactory;

/**
 * A file as some application has it: authors and their books, and loans of books by a deferred key.
 *
 * @param url of the file
 */
record Library(String url) {

    /** The application's statements. */
    interface Mapper {
        @Insert("INSERT INTO author (id) VALUES (#{id})")
        void addAuthor(long id);

        @Insert("INSERT INTO book (author_id) VALUES (#{author})")
        void addBook(long author);

        @Insert("INSERT INTO loan (book_id) VALUES (#{book})")
        void addLoan(long book);

        @Select("INSERT INTO book (author_id) VALUES (#{author}) RETURNING id")
        @Options(flushCache = Options.FlushCachePolicy.TRUE)
        long addBookReturning(long author);

        @Select("INSERT INTO loan (book_id) VALUES (#{book}) RETURNING rowid")
        @Options(flushCache = Options.FlushCachePolicy.TRUE)
        long addLoanReturning(long book);

        @Insert("<script>INSERT INTO book (author_id) VALUES"
                + " <foreach collection='authors' item='author' separator=','>(#{author})</foreach></script>")
        void addBooks(@Param("authors") List<Long> authors);

        @Insert("INSERT INTO book (author_id) VALUES (#{author})")
        @Options(useGeneratedKeys = true, keyProperty = "id")
        void addNumbered(NumberedBook book);

        @Update("UPDATE book SET author_id = #{author}")
        void attributeAllTo(long author);

        @Delete("DELETE FROM author WHERE id = #{id}")
        void removeAuthor(long id);

        @Select("SELECT count(*) FROM author")
        long authors();
    }

    /** A book whose id is read back. */
    static final class NumberedBook {
        long id;
        final long author;

        NumberedBook(long author) {
            this.author = author;
        }
    }

    /** Makes the file, with the author 1. */
    static Library in(Path folder) throws SQLException {
        Library library = new Library("jdbc:sqlite:" + folder.resolve("library.db"));
        try (Connection connection = DriverManager.getConnection(library.url);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    """
                    CREATE TABLE author (id INTEGER PRIMARY KEY);
                    CREATE TABLE book (id INTEGER PRIMARY KEY,
                        author_id INTEGER CONSTRAINT book_author_fk REFERENCES author);
                    CREATE TABLE loan (book_id INTEGER
                        CONSTRAINT loan_book_fk REFERENCES book DEFERRABLE INITIALLY DEFERRED);
                    INSERT INTO author VALUES (1);
                    """);
        }
        return library;
    }

    /** Returns the source that the factory gives for the file, with those properties as well. */
    DataSource source(String... namesAndValues) {
        Properties properties = new Properties();
        properties.setProperty("url", url);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
        }
        EnforcedDataSourceFactory factory = new EnforcedDataSourceFactory();
        factory.setProperties(properties);
        return factory.getDataSource();
    }

    /** Returns the configuration of the application in Java. */
    static Configuration configuration(TransactionFactory transactions, DataSource source) {
        Configuration configuration = new Configuration(new Environment("library", transactions, source));
        configuration.addMapper(Mapper.class);
        return configuration;
    }

    /** Returns what is stored: the numbers of authors, books and loans. */
    String stored() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT (SELECT count(*) FROM author) || ' '"
                        + " || (SELECT count(*) FROM book) || ' ' || (SELECT count(*) FROM loan)")) {
            row.next();
            return row.getString(1);
        }
    }
}
