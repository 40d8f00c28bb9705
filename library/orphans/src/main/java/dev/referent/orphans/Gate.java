package dev.referent.orphans;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Audits an SQLite file when an application starts, before its migrations, and decides whether it may go on.
 *
 * <pre>{@code
 * Gate.of(file).mode(Gate.Mode.FAIL_ON_NEW).warning(log::warn).check();
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class Gate {
    private final Path file;
    private final Mode mode;
    private final Path baseline;
    private final Repair repair;
    private final Consumer<String> warning;

    private Gate(Path file, Mode mode, Path baseline, Repair repair, Consumer<String> warning) {
        this.file = file;
        this.mode = mode;
        this.baseline = baseline;
        this.repair = repair;
        this.warning = warning;
    }

    /** What happens where something is broken. */
    public enum Mode {
        /** The application starts, and a warning is logged, also if the file cannot be audited. */
        WARN,
        /**
         * The application starts if nothing is broken that the baseline does not accept. Where there is no baseline yet, one
         * is written that accepts what is broken now.
         */
        FAIL_ON_NEW,
        /** The application does not start. */
        FAIL,
        /** The file is repaired, and the application starts. What no repair can change is a warning. */
        REPAIR
    }

    /**
     * Makes a gate that warns on {@code System.Logger} {@code dev.referent.orphans}. The baseline is {@code FILE-baseline.txt}
     * beside the file.
     *
     * @param file the file; one that does not exist has nothing broken
     */
    public static Gate of(Path file) {
        Path absolute = file.toAbsolutePath();
        System.Logger logger = System.getLogger("dev.referent.orphans");
        return new Gate(
                absolute,
                Mode.WARN,
                absolute.resolveSibling(absolute.getFileName() + "-baseline.txt"),
                Repair.of(absolute),
                message -> logger.log(System.Logger.Level.WARNING, message));
    }

    /** Returns the same gate in another mode; {@link Mode#WARN} unless given. */
    public Gate mode(Mode other) {
        return new Gate(file, other, baseline, repair, warning);
    }

    /** Returns the same gate with another baseline. */
    public Gate baseline(Path other) {
        return new Gate(file, mode, other, repair, warning);
    }

    /** Returns the same gate with another repair, which has the policies of its own. */
    public Gate repair(Repair other) {
        return new Gate(file, mode, baseline, other, warning);
    }

    /** Returns the same gate, whose warnings go elsewhere. */
    public Gate warning(Consumer<String> listener) {
        return new Gate(file, mode, baseline, repair, listener);
    }

    /**
     * Audits the file and decides.
     *
     * @return what is broken and does not keep the application from starting; empty if there is no file, or it cannot be audited and the mode
     *     is {@link Mode#WARN}
     * @throws OrphansFoundException if the application may not start
     * @throws SQLException if the file cannot be read or repaired, in every other mode; it is unchanged
     * @throws IOException if the baseline cannot be read or written
     */
    public Optional<AuditReport> check() throws SQLException, IOException {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        AuditReport report;
        try {
            report = audit();
        } catch (SQLException e) {
            if (mode == Mode.WARN) {
                warning.accept("orphan rows are not looked for: " + e.getMessage());
                return Optional.empty();
            }
            throw e;
        }
        if (!report.hasErrors()) {
            return Optional.of(report);
        }
        switch (mode) {
            case WARN -> warn(report);
            case FAIL -> throw new OrphansFoundException(text(report), report);
            case FAIL_ON_NEW -> report = failOnNew(report);
            case REPAIR -> {
                RepairPlan done = repair.apply();
                done.quarantine().ifPresent(kept -> warning.accept("orphan rows of " + file + " are moved to " + kept));
                report = Audit.of(file).run();
                if (report.hasErrors()) {
                    warn(report);
                }
            }
        }
        return Optional.of(report);
    }

    /** Audits the file. What a killed process left of a transaction is rolled back first, as the application's first connection does. */
    private AuditReport audit() throws SQLException {
        Audit audit = Audit.of(file).listingKeys();
        try {
            return audit.run();
        } catch (SQLException e) {
            if (!DatabaseFile.isInterruption(e)) {
                throw e;
            }
            new DatabaseFile(file).openToWrite().close();
            return audit.run();
        }
    }

    private AuditReport failOnNew(AuditReport report) throws IOException {
        if (Files.notExists(baseline)) {
            Baseline.of(report).write(baseline);
            warning.accept(text(report) + "; accepted from now on in " + baseline);
        }
        AuditReport rest = Baseline.read(baseline).accept(report);
        if (rest.hasErrors()) {
            throw new OrphansFoundException(text(rest), rest);
        }
        return rest;
    }

    private void warn(AuditReport report) {
        warning.accept(text(report));
    }

    private static String text(AuditReport report) {
        return report.findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .map(finding -> finding.message()
                        + finding.foreignKey()
                                .map(name -> " (foreign key " + name + ")")
                                .orElse(""))
                .collect(Collectors.joining("; ", report.database() + ": ", ""));
    }
}
