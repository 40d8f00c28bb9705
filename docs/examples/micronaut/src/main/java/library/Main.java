package library;

import io.micronaut.context.ApplicationContext;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Stores a book of an author who does not exist: first through SQLite's driver, then through Referent's. */
@Singleton
public final class Main {
    private final DataSource before;
    private final DataSource after;

    Main(@Named("before") DataSource before, @Named("default") DataSource after) {
        this.before = before;
        this.after = after;
    }

    /** Runs it. */
    public static void main(String... arguments) {
        try (ApplicationContext context = ApplicationContext.run()) {
            Main library = context.getBean(Main.class);
            System.out.println("before: " + storeBookOfNobody(library.before));
            System.out.println("after:  " + storeBookOfNobody(library.after));
        }
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
