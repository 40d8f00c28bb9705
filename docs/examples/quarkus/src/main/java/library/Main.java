package library;

import io.quarkus.agroal.DataSource;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Stores a book of an author who does not exist: first through SQLite's driver, then through Referent's. */
@QuarkusMain
public final class Main implements QuarkusApplication {
    @Inject
    @DataSource("before")
    javax.sql.DataSource before;

    @Inject
    javax.sql.DataSource after;

    @Override
    public int run(String... args) {
        System.out.println("before: " + storeBookOfNobody(before));
        System.out.println("after:  " + storeBookOfNobody(after));
        return 0;
    }

    /** Returns what comes of it. */
    static String storeBookOfNobody(javax.sql.DataSource source) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE author (id INTEGER PRIMARY KEY)");
            statement.executeUpdate("CREATE TABLE book (id INTEGER PRIMARY KEY,"
                    + " author_id INTEGER CONSTRAINT book_author_fk REFERENCES author)");
            statement.executeUpdate("INSERT INTO book (author_id) VALUES (99)");
            return "stored";
        } catch (SQLException e) {
            return e.getMessage();
        }
    }
}
