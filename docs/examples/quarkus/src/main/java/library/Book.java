package library;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** A row of the table that {@link Main} creates. */
@Entity
public class Book {
    @Id
    private int id;

    @Column(name = "author_id")
    private int authorId;

    /** For Hibernate. */
    protected Book() {}

    Book(int id, int authorId) {
        this.id = id;
        this.authorId = authorId;
    }
}
