package dev.referent.docs.library;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;

/** A child by a deferred key. */
@Entity
public class Loan {
    @Id
    long id;

    @ManyToOne
    @JoinColumn(name = "book_id")
    Book book;

    protected Loan() {}

    public Loan(long id, Book book) {
        this.id = id;
        this.book = book;
    }
}
