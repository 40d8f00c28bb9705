package dev.referent.evidence.comparison.path;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of the table child, where that has an id and a parent. Not final, because Hibernate extends it by its proxies. */
@Entity
@Table(name = "child")
class Child {
    @Id
    private int id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "parent_id")
    private @Nullable Parent parent;

    /** For Hibernate, which fills it. */
    protected Child() {}

    Child(int id, @Nullable Parent parent) {
        this.id = id;
        this.parent = parent;
    }

    /** Returns the id. Public, because a proxy answers only a public getter of the id without a query. */
    public int getId() {
        return id;
    }

    /** Returns the parent. */
    @Nullable Parent parent() {
        return parent;
    }

    /** Gives it another parent, or none. */
    void setParent(@Nullable Parent parent) {
        this.parent = parent;
    }
}
