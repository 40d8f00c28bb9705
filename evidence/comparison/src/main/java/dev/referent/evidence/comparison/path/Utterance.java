package dev.referent.evidence.comparison.path;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of the table utterance. Not final, because Hibernate's proxies extend it. */
@Entity
@Table(name = "utterance")
class Utterance {
    @Id
    private int id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "audio_id")
    private @Nullable Audio audio;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "transcription_id")
    private @Nullable Transcription transcription;

    /** For Hibernate. */
    protected Utterance() {}

    Utterance(int id, @Nullable Audio audio, @Nullable Transcription transcription) {
        this.id = id;
        this.audio = audio;
        this.transcription = transcription;
    }

    /** Returns the id. Public, because a proxy returns its id without a query only through a public getter. */
    public int getId() {
        return id;
    }

    /** Sets or clears the recording. */
    void setAudio(@Nullable Audio audio) {
        this.audio = audio;
    }

    /** Sets or clears the transcription. */
    void setTranscription(@Nullable Transcription transcription) {
        this.transcription = transcription;
    }

    @Nullable Audio audio() {
        return audio;
    }

    @Nullable Transcription transcription() {
        return transcription;
    }
}
