package dev.referent.corpus.hibernate;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.hibernate.annotations.IdGeneratorType;

/** An id that the database generates, of a row that it has stored: {@link StoredIdentityGenerator} verifies that. */
@IdGeneratorType(StoredIdentityGenerator.class)
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@interface StoredIdentity {}
