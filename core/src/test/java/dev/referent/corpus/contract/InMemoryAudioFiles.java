package dev.referent.corpus.contract;

import dev.referent.corpus.ByteSize;
import dev.referent.corpus.CorpusException.Kind;
import dev.referent.corpus.InvalidInputException;
import dev.referent.corpus.StoredName;
import dev.referent.corpus.port.AudioFiles;
import dev.referent.corpus.port.InFlightFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A file store in memory, for tests that need no directory. */
public final class InMemoryAudioFiles implements AudioFiles {
    private final Map<StoredName, byte[]> files = new ConcurrentHashMap<>();
    private final Set<StoredName> inFlight = new LinkedHashSet<>();
    private final int maxBytes;

    /**
     * Creates an empty store.
     *
     * @param maxBytes the maximum size of a file
     */
    public InMemoryAudioFiles(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Returns the names of all files, including those in flight. */
    public Set<StoredName> names() {
        return Set.copyOf(files.keySet());
    }

    @Override
    public InFlightFile stage(String extension, InputStream content) {
        byte[] bytes;
        try {
            bytes = content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (bytes.length > maxBytes) {
            throw new InvalidInputException(
                    Kind.TOO_LARGE, "the file is larger than " + ByteSize.of(maxBytes) + "; send a smaller one");
        }
        if (bytes.length == 0) {
            throw new InvalidInputException("the file is empty; send one with content");
        }
        StoredName name = StoredName.fresh(extension);
        files.put(name, bytes);
        return markForRemoval(name);
    }

    @Override
    public synchronized InFlightFile markForRemoval(StoredName name) {
        inFlight.add(name);
        return new InMemoryFile(name);
    }

    @Override
    public synchronized List<InFlightFile> inFlight() {
        List<InFlightFile> found = new ArrayList<>();
        inFlight.forEach(name -> found.add(new InMemoryFile(name)));
        return found;
    }

    /** Returns a channel on a temporary copy, which is deleted on close. */
    @Override
    public Optional<FileChannel> read(StoredName name) {
        return Optional.ofNullable(files.get(name)).map(InMemoryAudioFiles::copied);
    }

    private static FileChannel copied(byte[] content) {
        try {
            Path copy = Files.createTempFile("referent", null);
            Files.write(copy, content);
            return FileChannel.open(copy, StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void settle(StoredName name) {
        inFlight.remove(name);
    }

    private final class InMemoryFile implements InFlightFile {
        private final StoredName name;

        InMemoryFile(StoredName name) {
            this.name = name;
        }

        @Override
        public StoredName name() {
            return name;
        }

        @Override
        public void keep() {
            settle(name);
        }

        @Override
        public void discard() {
            files.remove(name);
            settle(name);
        }
    }
}
