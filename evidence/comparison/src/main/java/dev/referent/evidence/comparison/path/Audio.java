package dev.referent.evidence.comparison.path;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of the table audio. Not final, because Hibernate's proxies extend it. */
@Entity
@Table(name = "audio")
class Audio {
    @Id
    private int id;

    private @Nullable String name;

    /** For Hibernate. */
    protected Audio() {}

    Audio(int id, @Nullable String name) {
        this.id = id;
        this.name = name;
    }

    /** Returns the id. Public, because a proxy returns its id without a query only through a public getter. */
    public int getId() {
        return id;
    }

    @Nullable String name() {
        return name;
    }
}
