package dev.referent.corpus.usecase;

import dev.referent.corpus.StorageUnavailableException;
import dev.referent.corpus.StoredName;
import dev.referent.corpus.port.AudioFiles;
import dev.referent.corpus.port.InFlightFile;
import dev.referent.corpus.port.KnownFiles;
import java.util.List;
import java.util.Set;

/**
 * Settles files in flight, by whether they have a row: all files that a crash left, at startup, or a single file after a call
 * whose outcome is in doubt.
 */
public final class SettleFiles {
    private final KnownFiles knownFiles;
    private final AudioFiles files;

    /**
     * Creates the use case.
     *
     * @param knownFiles finds the files that have a row
     * @param files stores the files
     */
    public SettleFiles(KnownFiles knownFiles, AudioFiles files) {
        this.knownFiles = knownFiles;
        this.files = files;
    }

    /** Settles all files in flight and returns their number. */
    public int settleAll() {
        List<InFlightFile> inFlight = files.inFlight();
        settle(inFlight);
        return inFlight.size();
    }

    /**
     * Settles a file after a failed call. A failure to do so is added to {@code failure} as suppressed. If the outcome of the
     * call is in doubt, the file stays in flight until the next start.
     */
    void settleAfter(RuntimeException failure, InFlightFile file) {
        if (failure instanceof StorageUnavailableException unavailable && unavailable.isInDoubt()) {
            return;
        }
        try {
            settle(List.of(file));
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Settles a file after a successful call. If the storage is unavailable, the call is still successful, and the file is
     * settled at the next start.
     */
    void settleAfterSuccess(InFlightFile file) {
        try {
            settle(List.of(file));
        } catch (StorageUnavailableException e) {
            return; // the exception would say that nothing was changed
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
