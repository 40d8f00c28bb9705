package library;

import java.io.IOException;
import java.io.Reader;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.io.Resources;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;

/** Stores a book of an author who does not exist, with a configuration before Referent and with one after it. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
        System.out.println("before: " + storeBookOfNobody("library/before.xml"));
        System.out.println("after:  " + storeBookOfNobody("library/after.xml"));
    }

    /** Returns what comes of it. */
    static String storeBookOfNobody(String configuration) throws IOException {
        try (SqlSession session = open(configuration).openSession()) {
            Books books = session.getMapper(Books.class);
            books.createAuthors();
            books.createBooks();
            books.store(99);
            session.commit();
            return "stored";
        } catch (PersistenceException e) {
            return e.getCause().getMessage();
        }
    }

    private static SqlSessionFactory open(String configuration) throws IOException {
        try (Reader reader = Resources.getResourceAsReader(configuration)) {
            return new SqlSessionFactoryBuilder().build(reader);
        }
    }
}
