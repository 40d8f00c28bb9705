package dev.referent.corpus.hibernate;

import dev.referent.corpus.AudioId;
import dev.referent.corpus.TranscriptionId;
import dev.referent.corpus.Utterance;
import dev.referent.corpus.UtteranceId;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

/** A row of the table utterance. Its references are proxies that are never initialized, because the rows may be missing. */
@Entity
@Table(name = "utterance")
class UtteranceEntity {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "audio_id")
    private AudioEntity audio;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "transcription_id")
    private TranscriptionEntity transcription;

    @SuppressWarnings("NullAway.Init") // Hibernate creates an empty entity and sets its fields
    protected UtteranceEntity() {}

    UtteranceEntity(AudioEntity audio, TranscriptionEntity transcription) {
        this.audio = audio;
        this.transcription = transcription;
    }

    Utterance toUtterance() {
        return new Utterance(
                new UtteranceId(id), new AudioId(audio.getId()), new TranscriptionId(transcription.getId()));
    }
}
