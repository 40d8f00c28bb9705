package dev.referent.evidence.comparison.path;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of a table child that has an id and a parent. Not final, because Hibernate's proxies extend it. */
@Entity
@Table(name = "child")
class Child {
    @Id
    private int id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "parent_id")
    private @Nullable Parent parent;

    /** For Hibernate. */
    protected Child() {}

    Child(int id, @Nullable Parent parent) {
        this.id = id;
        this.parent = parent;
    }

    /** Returns the id. Public, because a proxy returns its id without a query only through a public getter. */
    public int getId() {
        return id;
    }

    @Nullable Parent parent() {
        return parent;
    }

    /** Sets or clears the parent. */
    void setParent(@Nullable Parent parent) {
        this.parent = parent;
    }
}
