package dev.referent.docs.library;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;

/** A child whose id the application gives, so that it is stored only by a flush. */
@Entity
public class Contract {
    @Id
    long id;

    @ManyToOne
    @JoinColumn(name = "author_id")
    Author author;

    protected Contract() {}

    public Contract(long id, Author author) {
        this.id = id;
        this.author = author;
    }
}
