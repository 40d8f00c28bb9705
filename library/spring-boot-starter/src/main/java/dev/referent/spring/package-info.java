/** Enforced and explained foreign keys in a Spring Boot application. */
@NullMarked
package dev.referent.spring;

import org.jspecify.annotations.NullMarked;
