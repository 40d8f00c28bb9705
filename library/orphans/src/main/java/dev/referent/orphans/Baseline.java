package dev.referent.orphans;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The existing orphan rows that are accepted, so that only new ones are reported: for each foreign key their number, and their
 * keys with the number of rows of each. It is a text file that can be kept beside the code and compared line by line.
 *
 * <p>Immutable and thread-safe.
 */
public final class Baseline {
    private static final String NAME = "# Referent baseline ";
    private static final String FIRST_LINE = NAME + "1: the orphan rows that are accepted";
    private static final int START = 1 << 10;
    private static final Set<Rule> ABOUT_ROWS =
            Set.of(AuditRule.ORPHAN_ROWS, AuditRule.PARENT_TABLE_MISSING, AuditRule.PARENT_KEY_NOT_UNIQUE);

    private final Map<String, AcceptedRows> keys;

    private Baseline(Map<String, AcceptedRows> keys) {
        this.keys = keys;
    }

    /**
     * What is accepted of one key: so many rows, and of these keys; the keys are unknown where there were too many. Keys of one table and name,
     * for example two that reference two tables from the same column, are accepted together.
     */
    private record AcceptedRows(long rows, Map<String, Long> keys) {
        static AcceptedRows of(AuditReport.Key key) {
            return new AcceptedRows(key.orphanRows().orElse(0), key.orphanKeys());
        }

        AcceptedRows and(AcceptedRows other) {
            Map<String, Long> both = new LinkedHashMap<>();
            if (isListed() && other.isListed()) {
                both.putAll(keys);
                other.keys.forEach((literals, number) -> both.merge(literals, number, Long::sum));
            }
            return new AcceptedRows(rows + other.rows, both);
        }

        private boolean isListed() {
            return rows == 0 || !keys.isEmpty();
        }
    }

    /**
     * Accepts what a report found.
     *
     * @param report of an audit that {@linkplain Audit#listingKeys() lists the keys}
     */
    public static Baseline of(AuditReport report) {
        Map<String, AcceptedRows> keys = new LinkedHashMap<>();
        for (AuditReport.Key key : report.keys()) {
            boolean found = report.findings().stream()
                    .anyMatch(finding -> ABOUT_ROWS.contains(finding.rule()) && isAbout(finding, key));
            if (found) {
                keys.merge(id(key), AcceptedRows.of(key), AcceptedRows::and);
            }
        }
        return new Baseline(keys);
    }

    private static boolean isAbout(Finding finding, AuditReport.Key key) {
        return finding.foreignKey().equals(Optional.of(key.name()))
                && finding.table().equals(Optional.of(key.childTable()));
    }

    private static String id(AuditReport.Key key) {
        return escaped(key.childTable()) + "\t" + escaped(key.name());
    }

    /** A line that begins with a tab belongs to the key above it, so that not even an empty name may be empty. */
    private static String escaped(String text) {
        return text.isEmpty()
                ? "\\e"
                : text.replace("\\", "\\\\")
                        .replace("\t", "\\t")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r");
    }

    /**
     * Reads a file that {@link #write} wrote. Blank lines, and the byte order mark of an editor, are ignored.
     *
     * @throws IOException if it cannot be read, or is no baseline
     */
    public static Baseline read(Path file) throws IOException {
        List<String> lines = lines(file);
        if (lines.isEmpty() || !lines.get(0).equals(FIRST_LINE)) {
            throw new IOException(file
                    + (lines.isEmpty() || !lines.get(0).startsWith(NAME)
                            ? " is not a Referent baseline"
                            : " is the baseline of another version of Referent; write it again with this one"));
        }
        Map<String, AcceptedRows> keys = new LinkedHashMap<>();
        Map<String, Long> current = Map.of();
        for (String line : lines.subList(1, lines.size())) {
            String[] parts = line.split("\t", -1);
            try {
                if (parts.length == 3 && parts[0].isEmpty()) {
                    current.put(parts[2], Long.valueOf(parts[1]));
                } else if (parts.length == 3) {
                    current = new LinkedHashMap<>();
                    keys.put(parts[0] + "\t" + parts[1], new AcceptedRows(Long.parseLong(parts[2]), current));
                } else {
                    throw new IOException(file + " has a line that does not belong in a baseline: " + line);
                }
            } catch (NumberFormatException | UnsupportedOperationException e) {
                throw new IOException(file + " has a line that does not belong in a baseline: " + line, e);
            }
        }
        return new Baseline(keys);
    }

    private static void requireNoDirectory(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "is a directory");
        }
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static List<String> lines(Path file) throws IOException {
        requireNoDirectory(file);
        try {
            return withoutMark(Files.readString(file))
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (CharacterCodingException e) {
            return List.of(); // not text
        }
    }

    /**
     * Writes it: a line for each foreign key with its table, its name and its number of orphan rows, and below it a line for
     * each key of those rows. A baseline that exists is replaced as a whole.
     *
     * @throws IOException if it cannot be written, or the file exists and is neither empty nor a baseline; the file is as before
     */
    public void write(Path file) throws IOException {
        requireReplaceable(file);
        List<String> lines = new ArrayList<>();
        lines.add(FIRST_LINE);
        keys.forEach((id, accepted) -> {
            lines.add(id + "\t" + accepted.rows);
            accepted.keys.forEach((literals, rows) -> lines.add("\t" + rows + "\t" + escaped(literals)));
        });
        replace(Files.exists(file) ? file.toRealPath() : file.toAbsolutePath(), lines);
    }

    /** The file may be the database itself, by mistake. */
    private static void requireReplaceable(Path file) throws IOException {
        requireNoDirectory(file);
        if (!Files.exists(file)) {
            return;
        }
        if (!Files.isRegularFile(file) || !isReplaceable(start(file))) {
            throw new IOException(file + " is not a Referent baseline, and is not replaced; name another file");
        }
    }

    private static boolean isReplaceable(String start) {
        return start.isEmpty() || start.startsWith(NAME);
    }

    /** Returns the first characters of a file, of which only those of a baseline matter. */
    private static String start(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(START), StandardCharsets.UTF_8);
            return withoutMark(text).stripLeading();
        }
    }

    private static void replace(Path file, List<String> lines) throws IOException {
        if (DatabaseFile.lacksDirectory(file)) {
            throw new IOException("there is no directory " + file.getParent() + " for the baseline; create it");
        }
        // of this name alone, because another process may write the same baseline: two applications that start
        Path part = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            Files.write(part, lines, CREATE_NEW, WRITE, SYNC);
            try {
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (FileSystemException e) { // which names the part
            throw new IOException(
                    "the baseline " + file + " cannot be written; its folder must be writable: " + reason(e), e);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static String reason(FileSystemException failure) {
        return failure.getReason() == null ? failure.getClass().getSimpleName() : failure.getReason();
    }

    /**
     * Returns the report without the findings that are accepted. A foreign key with more orphan rows than were accepted, or with
     * an orphan row of a key that was not, keeps its finding, which says how many are new.
     *
     * @param report of an audit that {@linkplain Audit#listingKeys() lists the keys}
     */
    public AuditReport accept(AuditReport report) {
        List<Finding> findings = new ArrayList<>();
        for (Finding finding : report.findings()) {
            List<AuditReport.Key> found = report.keys().stream()
                    .filter(key -> ABOUT_ROWS.contains(finding.rule()) && isAbout(finding, key))
                    .toList();
            Optional<AcceptedRows> accepted =
                    found.stream().findFirst().map(Baseline::id).map(keys::get);
            if (accepted.isEmpty()) {
                findings.add(finding);
            } else {
                AcceptedRows now = found.stream()
                        .map(AcceptedRows::of)
                        .reduce(AcceptedRows::and)
                        .orElseThrow();
                long added = added(now, accepted.get());
                if (added > 0) {
                    findings.add(new Finding(
                            finding.rule(),
                            finding.table(),
                            finding.foreignKey(),
                            finding.message() + "; " + added + " more than the baseline accepts",
                            finding.remedy()));
                }
            }
        }
        return new AuditReport(report.database(), report.engine(), report.keys(), findings);
    }

    private static long added(AcceptedRows now, AcceptedRows accepted) {
        long rows = Math.max(0, now.rows - accepted.rows);
        boolean listed = !accepted.keys.isEmpty() && !now.keys.isEmpty();
        long byKey = 0;
        if (listed) {
            for (Map.Entry<String, Long> entry : now.keys.entrySet()) {
                byKey += Math.max(0, entry.getValue() - accepted.keys.getOrDefault(escaped(entry.getKey()), 0L));
            }
        }
        return Math.max(rows, byKey);
    }
}
