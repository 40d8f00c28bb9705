package dev.referent.core.corpus;

import dev.referent.core.integrity.ForeignKeyCheck;

/**
 * All that an adapter of a database implements.
 *
 * @param audios keeps the recordings' rows
 * @param transcriptions keeps the transcriptions
 * @param utterances keeps the pairs
 * @param removal removes what nothing points at
 * @param knownFiles tells which files have a row
 * @param foreignKeyCheck tells which references point at nothing
 */
public record CorpusPorts(
        Audios audios,
        Transcriptions transcriptions,
        Utterances utterances,
        Removal removal,
        KnownFiles knownFiles,
        ForeignKeyCheck foreignKeyCheck) {}
