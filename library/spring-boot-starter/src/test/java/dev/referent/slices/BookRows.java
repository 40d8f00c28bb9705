package dev.referent.slices;

import org.springframework.data.repository.CrudRepository;

/** A repository of Spring Data JDBC. */
interface BookRows extends CrudRepository<BookRow, Long> {}
