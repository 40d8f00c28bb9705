package dev.referent.spring;

import jakarta.persistence.EntityManager;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/** A whole application: Tomcat, Spring MVC, Hibernate, the actuator. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class Library {
    @Bean
    Books books(JdbcTemplate jdbc, EntityManager entities) {
        return new Books(jdbc, entities);
    }
}
