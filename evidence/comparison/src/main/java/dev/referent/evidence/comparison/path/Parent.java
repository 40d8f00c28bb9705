package dev.referent.evidence.comparison.path;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of a table parent that has only an id. Not final, because Hibernate's proxies extend it. */
@Entity
@Table(name = "parent")
class Parent {
    @Id
    private int id;

    /** For Hibernate. */
    protected Parent() {}

    Parent(int id) {
        this.id = id;
    }

    /** Returns the id. Public, because a proxy returns its id without a query only through a public getter. */
    public int getId() {
        return id;
    }
}
