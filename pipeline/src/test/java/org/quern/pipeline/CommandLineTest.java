package org.quern.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What the program says and returns before any work begins. */
class CommandLineTest {
    private record Outcome(int status, String out, String err) {}

    @TempDir
    private Path temp;

    @Test
    void namesEveryCommandOfTheDesign() {
        Outcome help = run("--help");

        assertThat(help.status()).isZero();
        assertThat(help.out())
                .contains(
                        "quickstart",
                        "run",
                        "ingest",
                        "score",
                        "dedup",
                        "decontaminate",
                        "mix",
                        "train-tokenizer",
                        "tokenize")
                .contains("pretrain", "tune-mtp", "inspect", "generate", "evaluate", "report", "bench");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelp(String command) {
        Outcome help = run(command, "--help");

        assertThat(help.status()).isZero();
        assertThat(help.out()).contains("Usage:", "quern " + command);
        assertThat(help.err()).isEmpty();
    }

    static List<String> commands() {
        return List.copyOf(Quern.commandLine().getSubcommands().keySet());
    }

    @ParameterizedTest
    @MethodSource("benchmarks")
    void everyBenchmarkHasHelp(String benchmark) {
        Outcome help = run("bench", benchmark, "--help");

        assertThat(help.status()).isZero();
        assertThat(help.out()).contains("quern bench " + benchmark);
    }

    static List<String> benchmarks() {
        return List.copyOf(BenchCommand.commandLine().getSubcommands().keySet());
    }

    @Test
    void badUsageIsOneLineAndStatusTwo() throws IOException {
        Path text = Files.writeString(temp.resolve("a.txt"), "text");
        String out = temp.resolve("out").toString();

        refused("a command is needed");
        refused("did you mean", "dedpu");
        refused("Missing required option: '--output=PATH'", "ingest", "--input", text.toString());
        refused("ingest has no key 'rulez'", "ingest", "--input", text.toString(), "--output", out, "--set", "rulez=x");
        refused("--input /no/such does not exist", "ingest", "--input", "/no/such", "--output", out);
        refused("no.yaml does not exist", "run", "no.yaml");
        refused("no.yaml does not exist", "dedup", "--config", "no.yaml", "--input", text.toString(), "--output", out);
        refused("--prompt=TEXT", "generate", "--checkpoint", out);
        refused(
                "mutually exclusive",
                "generate",
                "--checkpoint",
                out,
                "--prompt",
                "a",
                "--input",
                "b",
                "--output",
                out);
        refused("no --input was made by", "tokenize", "--input", text.toString(), "--output", out);
    }

    @Test
    void aRunsFileIsCheckedBeforeAnythingRuns() throws IOException {
        refused("unknown key 'dedupe'", "run", yaml("output: x\ninputs: [a]\ndedupe: {}"));
        refused("needs 'output' (a folder) and 'inputs'", "run", yaml("inputs: []"));
        refused("pretrain has no key 'hiddenSise'", "run", yaml("output: x\ninputs: [a]\npretrain: {hiddenSise: 4}"));
        refused(
                "has both 'tokenizer', to use, and settings of 'train-tokenizer'",
                "run",
                yaml("output: x\ninputs: [a]\ntokenizer: tokenizer.json\ntrain-tokenizer: {vocabSize: 512}"));
        refused("must be a file that is called tokenizer.json", "run", yaml("output: x\ninputs: [a]\ntokenizer: t"));
        refused("must begin with a step and a dot", "run", yaml("output: x\ninputs: [a]"), "--set", "threshold=1");
        refused("is not YAML", "run", yaml("output: [x"));
    }

    @Test
    void theQuickstartsFileIsValid() throws IOException {
        Run run = Run.read(QuickstartCommand.config(), Map.of(), "quickstart.yaml");

        assertThat(run.steps()).hasSize(9);
        assertThat(Corpora.read().corpora()).isNotEmpty();
    }

    @Test
    void evaluationSetsAreLookedForWhereTheyAreGiven() throws IOException {
        Run without = Run.read(QuickstartCommand.config(), Map.of(), "quickstart.yaml");
        Run with =
                Run.read(QuickstartCommand.config(), Map.of("decontaminate.sets", "[gsm8k.jsonl]"), "quickstart.yaml");

        assertThat(inputs(without, "mix")).containsExactly(without.output() + "/dedup");
        assertThat(inputs(with, "mix")).containsExactly(with.output() + "/decontaminate");
        assertThat(inputs(with, "decontaminate")).containsExactly(with.output() + "/dedup");
        assertThat(inputs(without, "report")).hasSize(8).doesNotHaveDuplicates();
    }

    private static List<String> inputs(Run run, String job) {
        return run.steps().stream()
                .filter(step -> step.job().name().equals(job))
                .findFirst()
                .orElseThrow()
                .inputs();
    }

    private void refused(String message, String... args) {
        Outcome outcome = run(args);

        assertThat(outcome.err())
                .as(List.of(args).toString())
                .startsWith("quern: ")
                .contains(message);
        assertThat(outcome.err().strip().lines()).hasSize(1);
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
    }

    private String yaml(String text) throws IOException {
        return Files.writeString(Files.createTempFile(temp, "run", ".yaml"), text)
                .toString();
    }

    private static Outcome run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Quern.commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int status = line.execute(args);
        return new Outcome(status, out.toString(), err.toString());
    }
}
