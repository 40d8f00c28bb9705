package dev.referent.corpus;

import java.time.Instant;

/**
 * A recording to be stored.
 *
 * @param name the name that users know
 * @param storedName the name on disk
 * @param createdAt when it was uploaded, in whole milliseconds
 */
public record NewAudio(FileName name, StoredName storedName, Instant createdAt) {}
