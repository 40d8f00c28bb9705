package dev.referent.evidence.comparison.path;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of the table node, whose parent is a row of it too. Not final, because Hibernate extends it by its proxies. */
@Entity
@Table(name = "node")
class Node {
    @Id
    private int id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "parent_id")
    private @Nullable Node parent;

    /** For Hibernate, which fills it. */
    protected Node() {}

    Node(int id) {
        this.id = id;
    }

    /** Returns the id. Public, because a proxy answers only a public getter of the id without a query. */
    public int getId() {
        return id;
    }

    /** Returns the parent. */
    @Nullable Node parent() {
        return parent;
    }

    /** Gives it another parent, or none. */
    void setParent(@Nullable Node parent) {
        this.parent = parent;
    }
}
