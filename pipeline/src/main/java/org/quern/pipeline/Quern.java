package org.quern.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.util.ShutdownHookManager;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.JobCommand;
import org.quern.ingest.job.Version;
import org.quern.mtp.TuneMtpJob;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program. Exit status: 0; 1 for a job that failed; 2 for bad usage, config or input, with one line that says what. */
@Command(
        name = "quern",
        mixinStandardHelpOptions = true,
        versionProvider = Quern.VersionProvider.class,
        description = "Raw corpora to an evaluated language model, on Apache Spark.",
        footer = "%nEvery command has --help. Start with: quern quickstart")
public final class Quern implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "On failure, also print where it happened.")
    private boolean stackTrace;

    private Quern() {}

    /** Runs one command and ends the JVM with its status. */
    public static void main(String[] args) {
        AtomicBoolean finished = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (!finished.get()) {
                System.err.println("quern: interrupted; the same command goes on after the last finished step");
            }
        }));
        int status = commandLine().execute(args);
        finished.set(true);
        System.exit(status);
    }

    /** The whole command line. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Quern());
        line.addSubcommand(new QuickstartCommand());
        line.addSubcommand(new RunCommand());
        Steps.all().forEach(step -> line.addSubcommand(step.job().name(), JobCommand.of(step.job())));
        TuneMtpJob tuneMtp = new TuneMtpJob();
        line.addSubcommand(tuneMtp.name(), JobCommand.of(tuneMtp));
        line.addSubcommand(new InspectCommand());
        line.addSubcommand(new GenerateCommand());
        line.addSubcommand(new CalibrateExitsCommand());
        line.addSubcommand(BenchCommand.commandLine());
        line.setUsageHelpAutoWidth(true);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionStrategy(Quern::execute);
        line.setParameterExceptionHandler(Quern::badUsage);
        line.setExecutionExceptionHandler(Quern::failed);
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is needed");
    }

    private static int execute(ParseResult parsed) {
        int status = new CommandLine.RunLast().execute(parsed);
        List<CommandLine> commands = parsed.asCommandLineList();
        CommandLine last = commands.get(commands.size() - 1);
        if (last.getCommand() instanceof Benchmark && last.getExecutionResult() != null) {
            try {
                BenchCommand.print(last);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return status;
    }

    private static int badUsage(ParameterException e, String[] args) {
        CommandLine line = e.getCommandLine();
        List<String> suggestions =
                e instanceof CommandLine.UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        String hint = suggestions.isEmpty() ? "" : "; did you mean " + suggestions + "?";
        line.getErr()
                .printf(
                        "%s: %s%s; see '%s --help'%n",
                        "quern", e.getMessage(), hint, line.getCommandSpec().qualifiedName());
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Exception e, CommandLine line, ParseResult parsed) {
        if (ShutdownHookManager.get().isShutdownInProgress()) {
            // Spark stops with the JVM, and what then fails is no news: the hook in main says what happened.
            return CommandLine.ExitCode.SOFTWARE;
        }
        InputException bad = Failures.find(e, InputException.class);
        if (bad != null) {
            line.getErr().println("quern: " + bad.getMessage());
        } else {
            line.getErr().println("quern: " + Failures.describe(e));
        }
        Quern program = (Quern) line.getCommandSpec().root().userObject();
        if (program.stackTrace) {
            e.printStackTrace(line.getErr());
        }
        return bad == null ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.USAGE;
    }

    /** For {@code --version}. */
    static final class VersionProvider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"quern " + Version.CURRENT};
        }
    }
}
