package org.quern.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.job.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The benchmarks: {@code quern bench NAME [OPTIONS]}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures one thing on this machine. The last line on standard output is one JSON object:",
            "name, the figures with units in their keys, settings, processor, version."
        })
final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    static CommandLine commandLine() {
        CommandLine bench = new CommandLine(new BenchCommand());
        Benchmarks.all().forEach(bench::addSubcommand);
        return bench;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a benchmark is needed");
    }

    /** Prints the last line of a benchmark that has run. */
    static void print(CommandLine benchmark) throws IOException {
        Map<String, ?> figures = Objects.requireNonNull(benchmark.getExecutionResult());
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("name", benchmark.getCommandName());
        line.putAll(figures);
        line.put("settings", settings(benchmark.getCommandSpec()));
        line.put("processor", processor());
        line.put("version", Version.CURRENT);
        benchmark.getOut().println(ConfigReader.JSON.writeValueAsString(line));
        benchmark.getOut().flush();
    }

    private static Map<String, Object> settings(CommandSpec command) {
        Map<String, Object> settings = new LinkedHashMap<>();
        for (OptionSpec option : command.options()) {
            if (!option.usageHelp() && !option.versionHelp()) {
                Object value = option.getValue();
                settings.put(
                        option.longestName().replaceFirst("^--", ""), value instanceof Path ? value.toString() : value);
            }
        }
        return settings;
    }

    /** The processor's name where the system tells it, else its architecture. */
    private static String processor() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(info)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(info)) {
            List<String> names = lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .toList();
            return names.isEmpty() ? System.getProperty("os.arch") : names.size() + " x " + names.get(0);
        }
    }
}
