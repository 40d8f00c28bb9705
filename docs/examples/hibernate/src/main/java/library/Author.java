package library;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** A parent. */
@Entity
class Author {
    @Id
    Long id;
}
