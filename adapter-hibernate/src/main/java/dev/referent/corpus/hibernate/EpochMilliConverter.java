package dev.referent.corpus.hibernate;

import jakarta.persistence.AttributeConverter;
import java.time.Instant;

/** Stores a time as milliseconds since 1970-01-01T00:00Z. */
final class EpochMilliConverter implements AttributeConverter<Instant, Long> {

    @Override
    public Long convertToDatabaseColumn(Instant time) {
        return time.toEpochMilli();
    }

    @Override
    public Instant convertToEntityAttribute(Long milliseconds) {
        return Instant.ofEpochMilli(milliseconds);
    }
}
