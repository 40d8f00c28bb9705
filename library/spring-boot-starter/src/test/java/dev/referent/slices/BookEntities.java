package dev.referent.slices;

import org.springframework.data.jpa.repository.JpaRepository;

/** A repository of Spring Data JPA. */
interface BookEntities extends JpaRepository<BookEntity, Long> {}
