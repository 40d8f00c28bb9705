package dev.referent.spring;

import jakarta.persistence.EntityManager;
import org.hibernate.Session;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.relational.core.conversion.DbAction;
import org.springframework.data.relational.core.conversion.DbActionExecutionException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** What is asked of the application. */
@Repository // for its translation of exceptions
@RestController
class Books {
    private final JdbcTemplate jdbc;
    private final EntityManager entities;

    Books(JdbcTemplate jdbc, EntityManager entities) {
        this.jdbc = jdbc;
        this.entities = entities;
    }

    @PostMapping("/books/{author}")
    void store(@PathVariable("author") int author) {
        jdbc.update("INSERT INTO book VALUES (1, ?)", author);
    }

    @PostMapping("/gone")
    void storeOrThrowItsOwn() {
        try {
            store(99);
        } catch (DataIntegrityViolationException e) {
            throw new ResponseStatusException(HttpStatus.GONE, "no book", e);
        }
    }

    @PostMapping("/aggregates/{author}")
    void storeLikeSpringDataJdbc3(@PathVariable("author") int author) {
        try {
            store(author);
        } catch (DataIntegrityViolationException e) {
            throw new DbActionExecutionException(new DbAction.DeleteAllRoot<>(Books.class), e);
        }
    }

    @PostMapping("/authors/{id}/delete")
    void delete(@PathVariable("id") int id) {
        jdbc.update("DELETE FROM author WHERE id = ?", id);
    }

    @Transactional
    @PostMapping("/hibernate/{author}")
    void storeByHibernate(@PathVariable("author") int author) {
        entities.createNativeQuery("INSERT INTO book VALUES (2, " + author + ")")
                .executeUpdate();
    }

    @Transactional
    @PostMapping("/enforced-once")
    boolean isEnforcedOnce() {
        return entities.unwrap(Session.class).doReturningWork(connection -> {
            try {
                return Contexts.isEnforcedOnce(connection);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
