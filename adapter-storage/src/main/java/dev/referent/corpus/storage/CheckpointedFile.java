package dev.referent.corpus.storage;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * A database in WAL mode, whose file only a checkpoint changes. If anything else has written to it, such as {@code cp} of a backup, or
 * has cut it or its log off, SQLite does not notice, and its next checkpoint mixes the pages of the log with those of another database.
 *
 * <p>The log's index (sqlite.org/walformat.html, 2.2) tells how much of the log is copied into the file. As long as it tells the same,
 * size and header of the file must stay as they are. The header changes with each change of the schema or of the number of pages; its
 * change counter never goes back, and its user version stays ({@link CorpusSchema#claimUploads}).
 *
 * <p>Closing a file drops the locks that the process has on it, and with them SQLite's (sqlite.org/howtocorrupt.html, 2.2): this must be
 * closed after the last connection, and does not use channels, which an interrupt closes. Thread-safe.
 */
final class CheckpointedFile implements Closeable {
    /** Of the database (sqlite.org/fileformat.html, 1.3). */
    private static final int HEADER_BYTES = 100;

    private static final int CHANGE_COUNTER = 24;
    private static final int USER_VERSION = 60;

    private static final int LOG_HEADER_BYTES = 32;
    private static final int FRAME_HEADER_BYTES = 24;

    private final RandomAccessFile database;
    private final RandomAccessFile log;
    private final RandomAccessFile index;

    private Progress progress;
    private byte[] header;
    private long size;
    private boolean intact = true;

    /**
     * How far a checkpoint is.
     *
     * @param salts which change whenever the log begins again
     * @param logBytes the size of the log, if some of it is not yet copied, else 0
     * @param copied the frames that are copied
     * @param attempted the frames that the last checkpoint has begun to copy
     */
    private record Progress(long salts, long logBytes, int copied, int attempted) {
        boolean isCopying() {
            return Integer.compareUnsigned(attempted, copied) > 0;
        }

        boolean isAt(Progress other) {
            return salts == other.salts && copied == other.copied && attempted == other.attempted;
        }
    }

    private CheckpointedFile(RandomAccessFile database, RandomAccessFile log, RandomAccessFile index)
            throws IOException {
        this.database = database;
        this.log = log;
        this.index = index;
        this.progress = progress();
        this.header = header();
        this.size = database.length();
    }

    /**
     * Returns a file to which connections are open now.
     *
     * @return none if it is not in WAL mode
     * @throws IOException if it cannot be read
     */
    static Optional<CheckpointedFile> of(Path file) throws IOException {
        Path log = beside(file, "-wal");
        Path index = beside(file, "-shm");
        return Files.exists(log) && Files.exists(index)
                ? Optional.of(new CheckpointedFile(open(file), open(log), open(index)))
                : Optional.empty();
    }

    private static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private static RandomAccessFile open(Path file) throws IOException {
        return new RandomAccessFile(file.toFile(), "r");
    }

    /**
     * Returns whether only checkpoints have written to the file, and the log is whole; once that is not so, it stays so. If there was a
     * checkpoint since the last look, a newer state of the same database that was copied over it since is not noticed: look after each
     * write.
     */
    synchronized boolean isIntact() {
        try {
            intact = intact && isUnchanged();
        } catch (IOException e) { // a file is too short
            intact = false;
        }
        return intact;
    }

    private boolean isUnchanged() throws IOException {
        Progress before = progress();
        byte[] headerNow = header();
        long sizeNow = database.length();
        long logBytes = log.length();
        if (before.isCopying() || !before.isAt(progress())) {
            return true; // the next look will tell
        }
        boolean unchanged = before.isAt(progress)
                ? sizeNow == size && Arrays.equals(headerNow, header)
                : isLater(headerNow, header);
        progress = before;
        header = headerNow;
        size = sizeNow;
        return unchanged && logBytes >= before.logBytes();
    }

    private static boolean isLater(byte[] now, byte[] before) {
        int changes = ByteBuffer.wrap(now).getInt(CHANGE_COUNTER)
                - ByteBuffer.wrap(before).getInt(CHANGE_COUNTER); // the counter may overflow
        return changes >= 0
                && Arrays.equals(
                        now,
                        USER_VERSION,
                        USER_VERSION + Integer.BYTES,
                        before,
                        USER_VERSION,
                        USER_VERSION + Integer.BYTES);
    }

    private byte[] header() throws IOException {
        return read(database, 0, HEADER_BYTES).array();
    }

    /** Reads around the bytes of the locks, which another process cannot read on Windows. */
    private Progress progress() throws IOException {
        ByteBuffer start = read(index, 0, 100);
        int attempted = read(index, 128, Integer.BYTES).getInt();
        int pageBytes = start.getShort(14) == 1 ? 65_536 : Short.toUnsignedInt(start.getShort(14));
        int frames = start.getInt(16);
        int copied = start.getInt(96);
        long logBytes = frames == copied
                ? 0
                : LOG_HEADER_BYTES + (FRAME_HEADER_BYTES + pageBytes) * Integer.toUnsignedLong(frames);
        return new Progress(start.getLong(32), logBytes, copied, attempted);
    }

    private static ByteBuffer read(RandomAccessFile file, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
        file.seek(position);
        file.readFully(bytes.array());
        return bytes;
    }

    @Override
    public void close() throws IOException {
        try (database;
                log) {
            index.close();
        }
    }
}
