package dev.referent.corpus.app;

import dev.referent.orphans.ReportFormat;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code referent} command. */
@Command(
        name = "referent",
        description = "Foreign keys that hold, and errors that say why, for SQLite on the JVM.",
        mixinStandardHelpOptions = true,
        versionProvider = Referent.Version.class,
        subcommands = {
            ServeCommand.class,
            CompareCommand.class,
            AuditCommand.class,
            RepairCommand.class,
            RestoreCommand.class,
            LintCommand.class,
            RehearseCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class Referent {
    private static final Set<String> LOGGING = Set.of("serve", "compare");

    private static final int HELP_WIDTH = 80;

    /** What picocli needs for the columns of the options. */
    private static final int LEAST_HELP_WIDTH = 55;

    /** One object for both types: JDK 17 crashes when it archives two lambdas that are the same. */
    private static final CommandLine.ITypeConverter<Integer> NUMBER = Referent::number;

    /** Reads the version from the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Referent.class.getPackage().getImplementationVersion();
            return new String[] {"referent " + (version == null ? "(not from a jar)" : version)};
        }
    }

    /**
     * Runs the command and ends the process: 0 for success, 1 for a failure, 2 for a misspelt command line; an audit,
     * a lint or a rehearsal ends with 1 if something is wrong, and with 2 if it cannot run.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        if (arguments.length > 0 && !LOGGING.contains(arguments[0])) {
            logNothing();
        }
        System.setProperty("org.jboss.logging.provider", "slf4j"); // Hibernate's; it would log by java.util.logging
        System.exit(commandLine(arguments).execute(arguments));
    }

    /** Lets SLF4J log nothing: in the commands that end soon only the databases' drivers log, what they throw as well. */
    private static void logNothing() {
        System.setProperty(
                "slf4j.internal.verbosity", "WARN"); // it would say on stderr that it does what the next line asks for
        System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
    }

    /**
     * Returns the command line; a failure is one line on stderr.
     *
     * @param arguments the arguments; if they begin with the name of a command, picocli does not prepare the others, and the command
     *     starts sooner
     */
    static CommandLine commandLine(String... arguments) {
        CommandLine commandLine = Stream.of(
                        Referent.class.getAnnotation(Command.class).subcommands())
                .filter(command -> arguments.length > 0 && arguments[0].equals(nameOf(command)))
                .findFirst()
                .map(command ->
                        new CommandLine(CommandSpec.create().name(nameOf(Referent.class))).addSubcommand(command))
                .orElseGet(() -> new CommandLine(new Referent()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(columns().isEmpty())
                .setUsageHelpWidth(Math.max(columns().orElse(HELP_WIDTH), LEAST_HELP_WIDTH))
                .registerConverter(Integer.class, NUMBER)
                .registerConverter(int.class, NUMBER)
                .registerConverter(Path.class, Referent::path)
                .setExecutionStrategy(Referent::run)
                .setParameterExceptionHandler(Referent::explainMisuse)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    complain(command, message(failure));
                    return command.getCommandSpec().exitCodeOnExecutionException();
                });
        commandLine.getSubcommands().values().forEach(one -> one.getCommandSpec()
                .versionProvider(new Version()));
        return commandLine;
    }

    /** Returns the width of the terminal that the environment states; empty if it states none. */
    static OptionalInt columns() {
        String columns = System.getenv("COLUMNS");
        return columns != null && columns.matches("[0-9]{2,4}")
                ? OptionalInt.of(Integer.parseInt(columns))
                : OptionalInt.empty();
    }

    private static void complain(CommandLine command, String message) {
        String shown = DatabaseUrl.masked(message)
                .lines() // a server's message has several
                .map(ReportFormat::visible)
                .collect(Collectors.joining(System.lineSeparator()));
        command.getErr().println("referent: " + shown);
    }

    /** Says what is wrong with a command line, and where its options are listed: their list would push that off the screen. */
    private static int explainMisuse(ParameterException failure, String... given) {
        CommandLine command = failure.getCommandLine();
        if (given.length == 0) {
            command.usage(command.getErr());
            return command.getCommandSpec().exitCodeOnInvalidInput();
        }
        complain(command, misuse(failure, command));
        command.getErr()
                .println(command.getCommandSpec().qualifiedName() + " --help lists "
                        + (command.getSubcommands().isEmpty() ? "the options" : "the commands"));
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String misuse(ParameterException failure, CommandLine command) {
        if (!(failure instanceof UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return String.valueOf(failure.getMessage());
        }
        String given = unmatched.getUnmatched().get(0).replaceFirst("=.*", "");
        if (given.startsWith("-")) {
            return "there is no option " + given
                    + NearestName.hint(
                            given, command.getCommandSpec().optionsMap().keySet());
        }
        return command.getSubcommands().isEmpty()
                ? "'" + given + "' is one argument too many"
                : "there is no command '" + given + "'"
                        + NearestName.hint(given, command.getSubcommands().keySet());
    }

    /** Runs a command; it fails if its output is lost, which a PrintStream keeps to itself. */
    private static int run(ParseResult parsed) {
        int exitCode = new RunLast().execute(parsed);
        Optional<IOException> loss = System.out.checkError() ? loss() : Optional.empty();
        if (loss.isPresent()) {
            ParseResult last = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
            IOException lost = new IOException(
                    "the output cannot be written: " + loss.get().getMessage(), loss.get());
            throw new ExecutionException(last.commandSpec().commandLine(), "output", lost);
        }
        return exitCode;
    }

    /** Writes once more to learn the reason; a reader that has closed the pipe wants no more, and nothing is lost. */
    private static Optional<IOException> loss() {
        try {
            new FileOutputStream(FileDescriptor.out).write('\n');
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e)
                    .filter(failure -> !String.valueOf(failure.getMessage()).contains("pipe"));
        }
    }

    private static int number(String given) {
        try {
            return Integer.parseInt(given);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + given + "' is not a whole number up to " + Integer.MAX_VALUE);
        }
    }

    private static Path path(String given) {
        if (given.isBlank()) {
            throw new TypeConversionException("it is empty; give a path");
        }
        return Path.of(given);
    }

    private static String nameOf(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }

    /** Returns the message of a failure; that of the most frequent failures of files is only the name of the file. */
    private static String message(Exception failure) {
        if (!(failure instanceof FileSystemException file) || file.getReason() != null) {
            return String.valueOf(failure.getMessage());
        }
        if (failure instanceof AccessDeniedException) {
            return file.getFile() + " may not be read or written; check its permissions, and those of its folder";
        }
        if (failure instanceof NoSuchFileException) {
            Path directory = Path.of(file.getFile()).toAbsolutePath().getParent();
            return directory == null || Files.exists(directory)
                    ? file.getFile() + " does not exist"
                    : "there is no directory " + directory + "; create it";
        }
        return String.valueOf(failure.getMessage());
    }
}
