package dev.referent.corpus.usecase;

import dev.referent.corpus.StorageUnavailableException;
import dev.referent.corpus.StoredName;
import dev.referent.corpus.port.AudioFiles;
import dev.referent.corpus.port.InFlightFile;
import dev.referent.corpus.port.KnownFiles;
import java.util.List;
import java.util.Set;

/**
 * Settles files in flight by asking which of them have a row: those that a crash left, before the first request, and one
 * whose row's fate is in doubt.
 */
public final class SettleFiles {
    private final KnownFiles knownFiles;
    private final AudioFiles files;

    /**
     * Creates the use case.
     *
     * @param knownFiles tells which files have a row
     * @param files keeps the files
     */
    public SettleFiles(KnownFiles knownFiles, AudioFiles files) {
        this.knownFiles = knownFiles;
        this.files = files;
    }

    /** Settles all files that are in flight and returns how many those were. */
    public int settleAll() {
        List<InFlightFile> inFlight = files.inFlight();
        settle(inFlight);
        return inFlight.size();
    }

    /**
     * Settles one file after a call that failed; what {@code doubt} says stays the caller's answer. Where the storage itself
     * does not know how the call ended, it may end yet, and the file stays in flight until the next start.
     */
    void settleAfter(RuntimeException doubt, InFlightFile file) {
        if (doubt instanceof StorageUnavailableException unavailable && unavailable.isInDoubt()) {
            return;
        }
        try {
            settle(List.of(file));
        } catch (RuntimeException e) {
            doubt.addSuppressed(e);
        }
    }

    /**
     * Settles one file after a call that has succeeded, which stays so where the storage goes away now; the file is settled at
     * the next start then.
     */
    void settleAfterSuccess(InFlightFile file) {
        try {
            settle(List.of(file));
        } catch (StorageUnavailableException e) {
            return; // an answer of "try again" would say that nothing was changed
        }
    }

    /** Keeps the files that have a row and discards the others. */
    void settle(List<InFlightFile> inFlight) {
        Set<StoredName> known =
                knownFiles.known(inFlight.stream().map(InFlightFile::name).toList());
        for (InFlightFile file : inFlight) {
            if (known.contains(file.name())) {
                file.keep();
            } else {
                file.discard();
            }
        }
    }
}
