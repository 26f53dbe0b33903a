package org.quern.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.quern.inference.Confidence;
import org.quern.inference.DecodeBenchmark;
import org.quern.inference.ExitConfig;
import org.quern.inference.Precision;
import org.quern.inference.ScoreBenchmark;
import org.quern.inference.evaluate.DecodingWays;
import org.quern.ingest.job.Sessions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The benchmarks of decoding. */
final class DecodingBenchmarks {
    private DecodingBenchmarks() {}

    static List<Benchmark> all() {
        return List.of(new Decode(), new Score(), new Exits(), new Speculate());
    }

    @Command(
            name = "decode",
            mixinStandardHelpOptions = true,
            description = "Greedy decoding of random prompts of 16 tokens: tokens a second.")
    private static final class Decode implements Benchmark {
        @Option(
                names = "--checkpoint",
                required = true,
                paramLabel = "FOLDER",
                description = "config.json and model.safetensors.")
        private Path checkpoint = Path.of("");

        @Mixin
        private DecodingArguments decoding = new DecodingArguments();

        @Option(names = "--new", defaultValue = "128", description = "Tokens for each; default ${DEFAULT-VALUE}.")
        private int newTokens;

        @Option(
                names = "--runs",
                defaultValue = "3",
                description = "Of which the best counts; default ${DEFAULT-VALUE}.")
        private int runs;

        @Override
        public Map<String, ?> call() {
            return DecodeBenchmark.run(new DecodeBenchmark.Settings(
                    checkpoint, decoding.precision(), decoding.options(checkpoint), newTokens, runs));
        }
    }

    @Command(
            name = "score",
            mixinStandardHelpOptions = true,
            description =
                    "Log-likelihood of continuations of 1 to 16 tokens after contexts of 16 to 255: pairs a second.")
    private static final class Score implements Benchmark {
        @Option(
                names = "--checkpoint",
                required = true,
                paramLabel = "FOLDER",
                description = "config.json and model.safetensors.")
        private Path checkpoint = Path.of("");

        @Option(names = "--pairs", defaultValue = "256", description = "To score; default ${DEFAULT-VALUE}.")
        private int pairs;

        @Option(names = "--bf16", description = "Weights in bf16; else fp32.")
        private boolean bf16;

        @Option(
                names = "--runs",
                defaultValue = "3",
                description = "Of which the best counts; default ${DEFAULT-VALUE}.")
        private int runs;

        @Override
        public Map<String, ?> call() {
            return ScoreBenchmark.run(checkpoint, pairs, bf16 ? Precision.BF16 : Precision.FP32, runs);
        }
    }

    /** What the benchmarks that solve problems take. */
    private static final class Problems {
        @Option(names = "--checkpoint", required = true, paramLabel = "FOLDER", description = "A stage of pretrain.")
        private Path checkpoint = Path.of("");

        @Option(
                names = "--mixture",
                required = true,
                paramLabel = "FOLDER",
                description = "What mix wrote; its held-out problems are solved.")
        private String mixture = "";

        @Option(names = "--problems", defaultValue = "256", description = "How many; default ${DEFAULT-VALUE}.")
        private int count;

        @Option(
                names = "--batches",
                split = ",",
                defaultValue = "1,8,32",
                description = "Sequences at a time; default ${DEFAULT-VALUE}.")
        private List<Integer> batches = List.of();

        @Option(
                names = "--thresholds",
                split = ",",
                defaultValue = "0.99,0.95,0.9,0.8,0.6",
                description = "Of the exits; default ${DEFAULT-VALUE}.")
        private List<Double> thresholds = List.of();

        @Option(
                names = "--exit-layers",
                split = ",",
                paramLabel = "LAYER",
                description = "Of the exits that were trained; default: all.")
        private List<Integer> layers = List.of();

        @Option(
                names = "--confidence",
                defaultValue = "TOP_PROBABILITY",
                description = "What thresholds are of: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
        private Confidence confidence = Confidence.TOP_PROBABILITY;

        @Option(
                names = "--precision",
                defaultValue = "BF16",
                description = "Of the weights: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
        private Precision precision = Precision.BF16;

        @Option(
                names = "--runs",
                defaultValue = "2",
                description = "Of each way, of which the fastest counts; default ${DEFAULT-VALUE}.")
        private int runs;

        @Option(
                names = "--plots",
                paramLabel = "FOLDER",
                description = "For pictures of speed against quality, and against what the passes predict.")
        private @Nullable Path plots;

        /** Which ways there are for some rows. */
        private interface Ways {
            List<DecodingWays.Way> of(ExitConfig exit, List<Double> thresholds, int rows);
        }

        private Map<String, ?> solve(Ways ways) throws IOException {
            ExitConfig exit = ExitConfig.NONE.through(layers).by(confidence);
            List<Map<String, Object>> all = new ArrayList<>();
            try (SparkSession spark = Sessions.open("quern bench", Optional.empty());
                    DecodingWays solving = DecodingWays.open(spark, checkpoint, precision, mixture, count, runs)) {
                for (int rows : batches) {
                    all.addAll(solving.solve(rows, ways.of(exit, thresholds, rows)));
                }
            }
            if (plots != null) {
                new DecodingPlots(all).write(plots);
            }
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("ways", all);
            return figures;
        }
    }

    @Command(
            name = "exits",
            mixinStandardHelpOptions = true,
            description = "Held-out problems solved with early exit, by policy and threshold, beside full depth.")
    private static final class Exits implements Benchmark {
        @Mixin
        private Problems problems = new Problems();

        @Override
        public Map<String, ?> call() throws IOException {
            return problems.solve(DecodingWays::exits);
        }
    }

    @Command(
            name = "speculate",
            mixinStandardHelpOptions = true,
            description = "Held-out problems solved with drafts of the MTP layers and of the lower layers.")
    private static final class Speculate implements Benchmark {
        @Mixin
        private Problems problems = new Problems();

        @Override
        public Map<String, ?> call() throws IOException {
            return problems.solve(DecodingWays::drafts);
        }
    }
}
