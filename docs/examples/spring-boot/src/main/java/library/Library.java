package library;

import org.hibernate.exception.ConstraintViolationException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/** The authors and their books. */
@Component
class Library {
    private final Authors authors;
    private final Books books;

    Library(Authors authors, Books books) {
        this.authors = authors;
        this.books = books;
    }

    /** Returns what comes of it. */
    String storeBookOfNobody() {
        try {
            books.save(new Book(authors.getReferenceById(99L)));
            return "stored";
        } catch (DataIntegrityViolationException e) {
            ConstraintViolationException exception = (ConstraintViolationException) e.getCause();
            return exception.getConstraintName() + ": "
                    + exception.getSQLException().getMessage();
        }
    }
}
