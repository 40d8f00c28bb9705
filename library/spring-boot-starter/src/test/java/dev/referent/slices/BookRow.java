package dev.referent.slices;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/** A book as Spring Data JDBC stores it. */
@Table("book")
record BookRow(@Id @Nullable Long id, int authorId) {}
