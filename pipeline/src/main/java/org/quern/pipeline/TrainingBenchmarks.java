package org.quern.pipeline;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quern.mtp.MtpLoss;
import org.quern.pretrain.collective.ExchangeBenchmark;
import org.quern.pretrain.collective.WireFormat;
import org.quern.pretrain.train.LocalStepsBenchmark;
import org.quern.pretrain.train.ScalingBenchmark;
import org.quern.pretrain.train.ShakespeareBenchmark;
import org.quern.pretrain.train.TrainStepBenchmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The benchmarks of training. */
final class TrainingBenchmarks {
    private TrainingBenchmarks() {}

    static List<Benchmark> all() {
        return List.of(new TrainStep(), new Exchange(), new Scaling(), new LocalSteps(), new Shakespeare());
    }

    @Command(
            name = "train-step",
            mixinStandardHelpOptions = true,
            description = "Steps of training on random tokens: tokens a second of the best, peak memory.")
    private static final class TrainStep implements Benchmark {
        @Option(names = "--hidden", defaultValue = "512", description = "Default ${DEFAULT-VALUE}.")
        private int hidden;

        @Option(names = "--layers", defaultValue = "8", description = "Default ${DEFAULT-VALUE}.")
        private int layers;

        @Option(names = "--heads", defaultValue = "8", description = "Default ${DEFAULT-VALUE}.")
        private int heads;

        @Option(names = "--kv-heads", defaultValue = "2", description = "Default ${DEFAULT-VALUE}.")
        private int kvHeads;

        @Option(names = "--ffn", defaultValue = "1408", description = "Default ${DEFAULT-VALUE}.")
        private int ffn;

        @Option(names = "--vocab", defaultValue = "16384", description = "Default ${DEFAULT-VALUE}.")
        private int vocab;

        @Option(names = "--seq", defaultValue = "512", description = "Tokens in a row; default ${DEFAULT-VALUE}.")
        private int seq;

        @Option(names = "--batch", defaultValue = "4", description = "Rows in a step; default ${DEFAULT-VALUE}.")
        private int batch;

        @Option(names = "--mtp", description = "With one MTP layer and its loss.")
        private boolean mtp;

        @Option(names = "--bf16", description = "Matrix products in bf16; else fp32.")
        private boolean bf16;

        @Option(names = "--threads", defaultValue = "2", description = "Default ${DEFAULT-VALUE}.")
        private int threads;

        @Option(
                names = "--steps",
                defaultValue = "8",
                description = "Of which the best counts; default ${DEFAULT-VALUE}.")
        private int steps;

        @Option(
                names = "--documents",
                defaultValue = "1",
                description = "In each row, equally long; default ${DEFAULT-VALUE}.")
        private int documents;

        @Option(names = "--recompute", description = "Run each layer again on the way back, to hold less.")
        private boolean recompute;

        @Override
        public Map<String, ?> call() throws Exception {
            TrainStepBenchmark.Figures figures = TrainStepBenchmark.run(
                    new TrainStepBenchmark.Options(
                            hidden,
                            layers,
                            heads,
                            kvHeads,
                            ffn,
                            vocab,
                            seq,
                            batch,
                            mtp,
                            bf16 ? "bf16" : "fp32",
                            threads,
                            steps,
                            documents,
                            recompute ? "layers" : "none"),
                    mtp ? List.of(new MtpLoss()) : List.of());
            Map<String, Object> named = new LinkedHashMap<>();
            named.put("tokens_per_s", figures.tokensPerSecond());
            named.put("peak_gb", figures.peakGb());
            named.put("step_ms", figures.stepMillis());
            named.put("parameters", figures.parameters());
            named.put("loss_nats", figures.loss());
            return named;
        }
    }

    @Command(
            name = "exchange",
            mixinStandardHelpOptions = true,
            description = "An all-reduce between processes of this machine: GB of the array a second, the best of 8.")
    private static final class Exchange implements Benchmark {
        @Option(names = "--mfloats", defaultValue = "31", description = "Millions; default ${DEFAULT-VALUE}.")
        private int mfloats;

        @Option(names = "--ranks", defaultValue = "2", description = "Default ${DEFAULT-VALUE}.")
        private int ranks;

        @Option(names = "--bf16", description = "What is to be added travels as bf16; else as fp32.")
        private boolean bf16;

        @Override
        public Map<String, ?> call() throws Exception {
            WireFormat reduced = bf16 ? WireFormat.BF16 : WireFormat.FP32;
            return Map.of("gb_per_s", ExchangeBenchmark.gigabytesPerSecond(mfloats * 1_000_000, ranks, reduced));
        }
    }

    @Command(
            name = "scaling",
            mixinStandardHelpOptions = true,
            description =
                    "Steps of training of 39 million parameters by processes of one thread beside one process of threads.")
    private static final class Scaling implements Benchmark {
        @Option(names = "--threads", defaultValue = "2", description = "And processes; default ${DEFAULT-VALUE}.")
        private int threads;

        @Option(names = "--batch", defaultValue = "8", description = "Rows in a step; default ${DEFAULT-VALUE}.")
        private int batch;

        @Option(names = "--bf16", description = "Matrix products in bf16; else fp32.")
        private boolean bf16;

        @Option(
                names = "--steps",
                defaultValue = "24",
                description = "Of which the best counts; the JIT compiler takes the same cores in the first 15 or so; "
                        + "default ${DEFAULT-VALUE}.")
        private int steps;

        @Override
        public Map<String, ?> call() throws Exception {
            ScalingBenchmark.Figures figures = ScalingBenchmark.run(threads, batch, bf16, steps);
            Map<String, Object> named = new LinkedHashMap<>();
            named.put("tokens_per_s_of_processes", figures.processes());
            named.put("tokens_per_s_of_threads", figures.threads());
            named.put("efficiency", figures.processes() / figures.threads());
            return named;
        }
    }

    @Command(
            name = "local-steps",
            mixinStandardHelpOptions = true,
            description = "DiLoCo by two ranks beside synchronous training: traffic, and the loss on other text.")
    private static final class LocalSteps implements Benchmark {
        @Option(
                names = "--input",
                required = true,
                paramLabel = "FOLDER",
                description = "What tokenize wrote, for instance runs/quickstart/tokenize.")
        private Path input = Path.of("");

        @Option(
                names = "--start-tokens",
                defaultValue = "2000000",
                description = "Learnt synchronously before the two ways part; default ${DEFAULT-VALUE}.")
        private long startTokens;

        @Option(
                names = "--tokens",
                defaultValue = "5000000",
                description = "Learnt from there; default ${DEFAULT-VALUE}.")
        private long tokens;

        @Option(names = "--batch-tokens", defaultValue = "4096", description = "In a step; default ${DEFAULT-VALUE}.")
        private int batchTokens;

        @Option(names = "--rate", defaultValue = "3e-3", description = "AdamW's; default ${DEFAULT-VALUE}.")
        private double rate;

        @Option(
                names = "--local-rate",
                defaultValue = "3e-3",
                description = "AdamW's in local steps; default ${DEFAULT-VALUE}.")
        private double localRate;

        @Option(names = "--local-steps", defaultValue = "50", description = "Default ${DEFAULT-VALUE}.")
        private int localSteps;

        @Option(names = "--outer-rate", defaultValue = "0.8", description = "Default ${DEFAULT-VALUE}.")
        private double outerRate;

        @Option(
                names = "--outer-momentum",
                defaultValue = "0.5",
                description = "Nesterov's; the paper's 0.9 takes hundreds of rounds to pay; default ${DEFAULT-VALUE}.")
        private double outerMomentum;

        @Override
        public Map<String, ?> call() throws Exception {
            LocalStepsBenchmark.Figures figures = LocalStepsBenchmark.run(new LocalStepsBenchmark.Options(
                    input, startTokens, tokens, batchTokens, rate, localRate, localSteps, outerRate, outerMomentum));
            Map<String, Object> named = new LinkedHashMap<>();
            named.put("traffic_ratio", figures.trafficRatio());
            named.put("start_loss_nats", figures.startLoss());
            named.put("loss_nats", figures.loss());
            named.put("synchronous_loss_nats", figures.synchronousLoss());
            named.put("loss_ratio", figures.loss() / figures.synchronousLoss());
            return named;
        }
    }

    @Command(
            name = "shakespeare",
            mixinStandardHelpOptions = true,
            description = "A text learnt by its characters in nanoGPT's setting for a CPU: the loss on its last tenth.")
    private static final class Shakespeare implements Benchmark {
        @Option(names = "--input", required = true, paramLabel = "FILE", description = "A text, also gzipped.")
        private Path input = Path.of("");

        @Option(names = "--iterations", defaultValue = "2000", description = "Default ${DEFAULT-VALUE}.")
        private int iterations;

        @Option(names = "--muon", description = "Muon for the hidden matrices; else AdamW for all.")
        private boolean muon;

        @Option(
                names = "--muon-rate-factor",
                defaultValue = "10",
                description = "Muon's learning rate over AdamW's; default ${DEFAULT-VALUE}.")
        private double muonRateFactor;

        @Option(names = "--threads", defaultValue = "2", description = "Default ${DEFAULT-VALUE}.")
        private int threads;

        @Option(names = "--seed", defaultValue = "1337", description = "Default ${DEFAULT-VALUE}.")
        private long seed;

        @Override
        public Map<String, ?> call() throws Exception {
            ShakespeareBenchmark.Figures figures = ShakespeareBenchmark.run(
                    new ShakespeareBenchmark.Options(input, iterations, muon, muonRateFactor, threads, seed));
            Map<String, Object> named = new LinkedHashMap<>();
            named.put("validation_loss_nats", figures.validationLoss());
            named.put("parameters", figures.parameters());
            named.put("seconds", figures.seconds());
            return named;
        }
    }
}
