package dev.referent.corpus.storage;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Optional;

/**
 * A database in WAL mode with its write-ahead log, whose file only a checkpoint changes. If anything else has written to it, such as
 * {@code cp} of a backup, or has cut it or its log off, SQLite does not notice, and its next checkpoint mixes the pages of the log with
 * those of another database.
 *
 * <p>The log's index (sqlite.org/walformat.html, 2.2) tells how much of the log is copied into the file. As long as it tells the same,
 * size and header of the file must stay as they are. The header changes with each change of the schema or of the number of pages; its
 * change counter never goes back, and its user version stays once it is set ({@link CorpusSchema#migrate}).
 *
 * <p>Closing a file drops the locks that the process has on it, and with them SQLite's (sqlite.org/howtocorrupt.html, 2.2): this must be
 * closed after the last connection, and reads through no channel, which an interrupt closes. Thread-safe.
 */
final class CheckpointedFile implements Closeable {
    /** Of the database (sqlite.org/fileformat.html, 1.3). */
    private static final int HEADER_BYTES = 100;

    private static final int CHANGE_COUNTER = 24;
    private static final int USER_VERSION = 60;

    private static final int INDEX_HEADER_BYTES = 136;

    /** The index grows by this (sqlite.org/walformat.html, 2), and never shrinks while it is open. */
    private static final int INDEX_BYTES = 32_768;

    private static final int LOG_HEADER_BYTES = 32;
    private static final int FRAME_HEADER_BYTES = 24;

    private final FileIdentity database;
    private final FileIdentity log;
    private final FileIdentity index;

    private final RandomAccessFile databaseBytes;
    private final RandomAccessFile indexBytes;
    private final ByteBuffer indexHeader;

    private Progress progress;
    private byte[] header;
    private long size;
    private FileTime modified;
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

    private CheckpointedFile(FileIdentity database, FileIdentity log, FileIdentity index) throws IOException {
        this.database = database;
        this.log = log;
        this.index = index;
        this.databaseBytes = new RandomAccessFile(database.path().toFile(), "r");
        this.indexBytes = new RandomAccessFile(index.path().toFile(), "r");
        this.indexHeader = indexBytes
                .getChannel()
                .map(MapMode.READ_ONLY, 0, INDEX_HEADER_BYTES)
                .order(ByteOrder.nativeOrder());
        this.progress = progress();
        this.header = header();
        this.size = databaseBytes.length();
        this.modified = FileTime.fromMillis(0); // is read again at the first look
    }

    /**
     * Returns a file to which connections are open now.
     *
     * @return none if it is not in WAL mode
     * @throws IOException if it cannot be read
     */
    static Optional<CheckpointedFile> of(FileIdentity database) throws IOException {
        Path log = beside(database.path(), "-wal");
        Path index = beside(database.path(), "-shm");
        return Files.exists(log) && Files.exists(index)
                ? Optional.of(new CheckpointedFile(database, FileIdentity.of(log), FileIdentity.of(index)))
                : Optional.empty();
    }

    private static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    /**
     * Returns whether the files have their names, only checkpoints have written to the database, and the log is whole; once the content is
     * not intact, it stays so. If there was a checkpoint since the last look, a newer state of the same database that was copied over it
     * since is not noticed: look after each write.
     */
    boolean isIntact() throws IOException {
        // before it is read: to read what was cut off of a mapped file is an error of the JVM
        if (index.attributes().filter(now -> now.size() >= INDEX_BYTES).isEmpty()) {
            return false;
        }
        Progress before = progress();
        Optional<BasicFileAttributes> databaseNow = database.attributes();
        Optional<BasicFileAttributes> logNow = log.attributes();
        return databaseNow.isPresent()
                && logNow.isPresent()
                && isContentIntact(before, databaseNow.get(), logNow.get().size());
    }

    private synchronized boolean isContentIntact(Progress before, BasicFileAttributes now, long logBytes) {
        try {
            intact = intact && isUnchanged(before, now, logBytes);
        } catch (IOException e) { // the file is too short
            intact = false;
        }
        return intact;
    }

    private boolean isUnchanged(Progress before, BasicFileAttributes now, long logBytes) throws IOException {
        byte[] headerNow = now.lastModifiedTime().equals(modified) ? header : header();
        if (before.isCopying() || !before.isAt(progress())) {
            return true; // the next look will tell
        }
        boolean unchanged = before.isAt(progress)
                ? now.size() == size && Arrays.equals(headerNow, header)
                : isLater(headerNow, header);
        progress = before;
        header = headerNow;
        size = now.size();
        modified = now.lastModifiedTime();
        return unchanged && logBytes >= before.logBytes();
    }

    private static boolean isLater(byte[] now, byte[] before) {
        int changes = number(now, CHANGE_COUNTER) - number(before, CHANGE_COUNTER); // the counter may overflow
        int version = number(before, USER_VERSION);
        return changes >= 0 && (version == 0 || number(now, USER_VERSION) == version);
    }

    private static int number(byte[] header, int offset) {
        return ByteBuffer.wrap(header).getInt(offset);
    }

    private byte[] header() throws IOException {
        byte[] bytes = new byte[HEADER_BYTES];
        databaseBytes.seek(0);
        databaseBytes.readFully(bytes);
        return bytes;
    }

    /** Reads the index at the offsets that its format has. */
    private Progress progress() {
        int pageBytes = indexHeader.getShort(14) == 1 ? 65_536 : Short.toUnsignedInt(indexHeader.getShort(14));
        int frames = indexHeader.getInt(16);
        int copied = indexHeader.getInt(96);
        long logBytes = frames == copied
                ? 0
                : LOG_HEADER_BYTES + (FRAME_HEADER_BYTES + pageBytes) * Integer.toUnsignedLong(frames);
        return new Progress(indexHeader.getLong(32), logBytes, copied, indexHeader.getInt(128));
    }

    @Override
    public void close() throws IOException {
        try (databaseBytes) {
            indexBytes.close();
        }
    }
}
