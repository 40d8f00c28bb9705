package dev.referent.hibernate.models;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;

/** Two entities whose ids come from a table, which Hibernate reads in a transaction of its own. */
public final class Numbered {
    private Numbered() {}

    public static Class<?>[] entities() {
        return new Class<?>[] {Parent.class, Child.class};
    }

    /** A parent. */
    @Entity(name = "NumberedParent")
    public static class Parent {
        @Id
        @GeneratedValue(strategy = GenerationType.TABLE)
        public Long id;
    }

    /** A child. */
    @Entity(name = "NumberedChild")
    public static class Child {
        @Id
        @GeneratedValue(strategy = GenerationType.TABLE)
        public Long id;

        @ManyToOne
        public Parent parent;

        protected Child() {}

        public Child(Parent parent) {
            this.parent = parent;
        }
    }
}
