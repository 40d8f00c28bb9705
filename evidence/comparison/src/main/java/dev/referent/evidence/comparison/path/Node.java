package dev.referent.evidence.comparison.path;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of the self-referencing table node. Not final, because Hibernate's proxies extend it. */
@Entity
@Table(name = "node")
class Node {
    @Id
    private int id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "parent_id")
    private @Nullable Node parent;

    /** For Hibernate. */
    protected Node() {}

    Node(int id) {
        this.id = id;
    }

    /** Returns the id. Public, because a proxy returns its id without a query only through a public getter. */
    public int getId() {
        return id;
    }

    @Nullable Node parent() {
        return parent;
    }

    /** Sets or clears the parent. */
    void setParent(@Nullable Node parent) {
        this.parent = parent;
    }
}
