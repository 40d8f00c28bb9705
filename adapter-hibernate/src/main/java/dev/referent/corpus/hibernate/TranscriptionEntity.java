package dev.referent.corpus.hibernate;

import dev.referent.corpus.FileName;
import dev.referent.corpus.Listing;
import dev.referent.corpus.NewTranscription;
import dev.referent.corpus.Transcription;
import dev.referent.corpus.TranscriptionId;
import dev.referent.corpus.UtteranceId;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of the table transcription. Not final, because Hibernate's proxies extend it. */
@Entity
@Table(name = "transcription")
class TranscriptionEntity {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    private String name;

    @Column(name = "file_name")
    private String fileName;

    private String text;

    @Column(name = "created_at")
    @Convert(converter = EpochMilliConverter.class)
    private Instant createdAt;

    @SuppressWarnings("NullAway.Init") // Hibernate creates an empty entity and sets its fields
    protected TranscriptionEntity() {}

    TranscriptionEntity(NewTranscription draft) {
        this.name = draft.name().value();
        this.fileName = draft.fileName().value();
        this.text = draft.text();
        this.createdAt = draft.createdAt();
    }

    /** Returns the id. Public, because a proxy returns its id without a query only through a public getter. */
    public long getId() {
        return id;
    }

    Transcription toTranscription(Listing<UtteranceId> inUtterances) {
        return new Transcription(
                new TranscriptionId(id), new FileName(name), new FileName(fileName), text, createdAt, inUtterances);
    }
}
