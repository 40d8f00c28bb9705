package library;

import dev.referent.jdbc.EnforcedDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.sqlite.SQLiteDataSource;

/** Stores a book of an author who does not exist: first through SQLite's driver, then through Referent. */
public final class Main {
    /** Each connection has its own, in memory; in a file it would be jdbc:sqlite:library.db. */
    private static final String NEW_DATABASE = "jdbc:sqlite::memory:";

    private Main() {}

    public static void main(String[] args) throws SQLException {
        System.out.println("before: " + storeBookOfNobody(before()));
        System.out.println("after:  " + storeBookOfNobody(after()));
    }

    static DataSource before() {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl(NEW_DATABASE);
        return source;
    }

    static DataSource after() throws SQLException {
        return EnforcedDataSource.open(NEW_DATABASE);
    }

    /** Returns what comes of it. */
    static String storeBookOfNobody(DataSource source) {
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
