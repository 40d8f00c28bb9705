package dev.referent.evidence.comparison.path;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of the table parent, where that has an id alone. Not final, because Hibernate extends it by its proxies. */
@Entity
@Table(name = "parent")
class Parent {
    @Id
    private int id;

    /** For Hibernate, which fills it. */
    protected Parent() {}

    Parent(int id) {
        this.id = id;
    }

    /** Returns the id. Public, because a proxy answers only a public getter of the id without a query. */
    public int getId() {
        return id;
    }
}
