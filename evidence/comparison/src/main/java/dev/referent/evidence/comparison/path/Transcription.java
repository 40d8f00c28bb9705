package dev.referent.evidence.comparison.path;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of the table transcription. Not final, because Hibernate's proxies extend it. */
@Entity
@Table(name = "transcription")
class Transcription {
    @Id
    private int id;

    private @Nullable String text;

    /** For Hibernate. */
    protected Transcription() {}

    Transcription(int id, @Nullable String text) {
        this.id = id;
        this.text = text;
    }

    /** Returns the id. Public, because a proxy returns its id without a query only through a public getter. */
    public int getId() {
        return id;
    }

    @Nullable String text() {
        return text;
    }
}
