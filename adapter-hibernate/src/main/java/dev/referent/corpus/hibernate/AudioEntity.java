package dev.referent.corpus.hibernate;

import dev.referent.corpus.Audio;
import dev.referent.corpus.AudioId;
import dev.referent.corpus.FileName;
import dev.referent.corpus.Listing;
import dev.referent.corpus.NewAudio;
import dev.referent.corpus.StoredName;
import dev.referent.corpus.UtteranceId;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of the table audio. Not final, because Hibernate's proxies extend it. */
@Entity
@Table(name = "audio")
class AudioEntity {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    private String name;

    @Column(name = "stored_name")
    private String storedName;

    @Column(name = "created_at")
    @Convert(converter = EpochMilliConverter.class)
    private Instant createdAt;

    @SuppressWarnings("NullAway.Init") // Hibernate creates an empty entity and sets its fields
    protected AudioEntity() {}

    AudioEntity(NewAudio draft) {
        this.name = draft.name().value();
        this.storedName = draft.storedName().value();
        this.createdAt = draft.createdAt();
    }

    /** Returns the id. Public, because a proxy returns its id without a query only through a public getter. */
    public long getId() {
        return id;
    }

    Audio toAudio(Listing<UtteranceId> inUtterances) {
        return new Audio(new AudioId(id), new FileName(name), new StoredName(storedName), createdAt, inUtterances);
    }
}
