package dev.referent.hibernate.models;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.List;

/** Associations whose rows Hibernate has to write and delete in the right order. */
public final class Orders {
    private Orders() {}

    /** Returns its entities. */
    public static Class<?>[] entities() {
        return new Class<?>[] {Order.class, Line.class, Note.class, Category.class};
    }

    /** Owns lines by their own column, notes by the other side's. */
    @Entity(name = "Order")
    @Table(name = "orders")
    public static class Order {
        @Id
        @GeneratedValue
        public Long id;

        @OneToMany(mappedBy = "order", cascade = CascadeType.ALL, orphanRemoval = true)
        public List<Line> lines = new ArrayList<>();

        @OneToMany(cascade = CascadeType.ALL, orphanRemoval = true)
        @JoinColumn(name = "order_id", nullable = false)
        public List<Note> notes = new ArrayList<>();

        @ManyToMany(cascade = CascadeType.PERSIST)
        public List<Category> categories = new ArrayList<>();

        public void add(Line line) {
            line.order = this;
            lines.add(line);
        }
    }

    /** A line of an order. */
    @Entity(name = "Line")
    public static class Line {
        @Id
        @GeneratedValue
        public Long id;

        @ManyToOne(fetch = FetchType.LAZY, optional = false)
        @JoinColumn(name = "order_id")
        public Order order;
    }

    /** A note that does not know its order. */
    @Entity(name = "Note")
    public static class Note {
        @Id
        @GeneratedValue
        public Long id;
    }

    /** A tree. */
    @Entity(name = "Category")
    public static class Category {
        @Id
        @GeneratedValue
        public Long id;

        @ManyToOne(fetch = FetchType.LAZY)
        @JoinColumn(name = "parent_id")
        public Category parent;

        @OneToMany(mappedBy = "parent", cascade = CascadeType.ALL)
        public List<Category> children = new ArrayList<>();

        public Category add(Category child) {
            child.parent = this;
            children.add(child);
            return child;
        }
    }
}
