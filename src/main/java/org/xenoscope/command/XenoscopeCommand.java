package org.xenoscope.command;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/// The program's command line. Without a command word it opens the window, which the caller does.
@Command(
        name = "xenoscope",
        versionProvider = XenoscopeCommand.Version.class,
        synopsisHeading = "",
        customSynopsis = {
            "Usage: xenoscope [FILE…] [LOCATION]          opens the window; files of symbols too",
            "       xenoscope COMMAND DUMP …              prints, without a window"
        },
        description = {
            "",
            "Opens the vmcore of a crashed Xen host: headers, notes, memory in every address",
            "space with every translation step, and CPUs."
        },
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Exit status: 0 done, 1 cannot open, 2 wrong usage, 3 nothing there.",
            "",
            "Examples:",
            "  xenoscope /var/crash/vmcore dom0:0xffffffff81000000",
            "  xenoscope report /var/crash/vmcore",
            "  xenoscope translate vmcore xen:0xffff82d040200000"
        })
public final class XenoscopeCommand implements Runnable {
    /// The option of the window that asks for a process of its own.
    public static final String NEW_PROCESS = "--new-process";

    /// Bytes that go out at once: a million translations are hundreds of megabytes.
    private static final int BLOCK = 1 << 16;

    private static final Set<String> WORDS =
            Set.of(
                    "report",
                    "translate",
                    "read",
                    "tasks",
                    "struct",
                    "unpack",
                    "symbols",
                    "log",
                    "domains",
                    "cpus",
                    "trace",
                    "disassemble",
                    "screenshot",
                    "help",
                    "-h",
                    "--help",
                    "-V",
                    "--version");

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private UsualOptions usual = new UsualOptions();

    @Option(
            names = NEW_PROCESS,
            description = "open the window in a process of its own, though one runs already")
    @SuppressWarnings("UnusedVariable") // whoever opens the window acts on it
    private boolean newProcess;

    /// The version, as the build wrote it into the module.
    public static final class Version implements IVersionProvider {
        /// Picocli makes it.
        public Version() {}

        @Override
        public String[] getVersion() {
            return new String[] {"xenoscope " + number()};
        }
    }

    /// {@return the program's version; "development" when it runs from its classes}
    public static String number() {
        var descriptor = XenoscopeCommand.class.getModule().getDescriptor();
        return descriptor == null ? "development" : descriptor.rawVersion().orElse("development");
    }

    /// {@return whether the first argument asks for a command rather than the window}
    public static boolean isCommand(String argument) {
        return WORDS.contains(argument)
                || (argument.startsWith("-")
                        && argument.length() > 1
                        && !argument.equals("--")
                        && !argument.equals(NEW_PROCESS));
    }

    /// Runs a command.
    ///
    /// @param screenshot the command that stands in the window's room; null leaves it out
    /// @return the exit status
    public static int run(@Nullable Object screenshot, String... arguments) {
        CommandLine line = line(screenshot);
        OutputStream out = new BufferedOutputStream(System.out, BLOCK);
        line.setOut(new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), false));
        line.setErr(
                new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true));
        return execute(line, arguments);
    }

    /// Runs a command of a command line that {@link #line} made; files of symbols may stand among
    /// the arguments in any order.
    ///
    /// @return the exit status
    public static int execute(CommandLine line, String... arguments) {
        int status = line.execute(companions(line, arguments));
        line.getOut().flush();
        return status;
    }

    /// {@return the arguments with the files of symbols among them named as such}
    private static String[] companions(CommandLine line, String... arguments) {
        CommandLine command =
                arguments.length == 0 ? null : line.getSubcommands().get(arguments[0]);
        if (command == null || !(command.getCommand() instanceof DumpCommand)) {
            return arguments;
        }
        Set<String> valued =
                command.getCommandSpec().options().stream()
                        .filter(option -> option.arity().max() > 0)
                        .flatMap(option -> Arrays.stream(option.names()))
                        .collect(Collectors.toSet());
        return CompanionArguments.named(arguments, Set.of(arguments[0]), valued);
    }

    /// {@return the command line with all its commands, to run it or to describe it}
    ///
    /// @param screenshot the command that stands in the window's room; null leaves it out
    public static CommandLine line(@Nullable Object screenshot) {
        CommandLine line =
                new CommandLine(new XenoscopeCommand())
                        .addSubcommand(new ReportCommand())
                        .addSubcommand(new TranslateCommand())
                        .addSubcommand(new ReadCommand())
                        .addSubcommand(new TasksCommand())
                        .addSubcommand(new StructCommand())
                        .addSubcommand(new UnpackCommand())
                        .addSubcommand(new SymbolsCommand())
                        .addSubcommand(new LogCommand())
                        .addSubcommand(new DomainsCommand())
                        .addSubcommand(new CpusCommand())
                        .addSubcommand(new TraceCommand())
                        .addSubcommand(new DisassembleCommand())
                        .addSubcommand(new CommandLine.HelpCommand());
        if (screenshot != null) {
            line.addSubcommand(screenshot);
        }
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExpandAtFiles(false); // a dump may be called "@1"
        line.registerConverter(Path.class, XenoscopeCommand::path);
        line.setExecutionExceptionHandler(
                (exception, at, _) -> {
                    at.getOut().flush();
                    at.getErr().println("xenoscope: the command failed: " + oneLine(exception));
                    return ExitStatus.CANNOT_OPEN;
                });
        line.setParameterExceptionHandler(
                (exception, _) -> {
                    exception.getCommandLine().getErr().println("xenoscope: " + oneLine(exception));
                    return ExitStatus.WRONG_USAGE;
                });
        return line;
    }

    private static Path path(String text) {
        try {
            if (!text.isEmpty()) {
                return Path.of(text);
            }
        } catch (InvalidPathException _) {
            // said below
        }
        throw new TypeConversionException("\"%s\" is no name of a file".formatted(text));
    }

    private static String oneLine(Exception exception) {
        String message = exception.getMessage();
        return oneLine(message == null ? exception.getClass().getSimpleName() : message);
    }

    /// {@return a sentence as one line; what a person or a file put into it must not steer the
    /// terminal}
    static String oneLine(String sentence) {
        return sentence.replaceAll("\\R", " ").replaceAll("[\\p{Cntrl}\\x80-\\x9f]", ".");
    }

    @Override
    public void run() {
        // without a command word the window opens; the caller does that
    }
}
