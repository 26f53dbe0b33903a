package org.quern.pipeline;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quern.dedup.MinHashBench;
import org.quern.dedup.MinHashConfig;
import org.quern.inference.DecodeBenchmark;
import org.quern.inference.Precision;
import org.quern.ingest.bench.IngestBench;
import org.quern.mtp.MtpLoss;
import org.quern.pretrain.collective.ExchangeBenchmark;
import org.quern.pretrain.collective.WireFormat;
import org.quern.pretrain.train.LocalStepsBenchmark;
import org.quern.pretrain.train.ScalingBenchmark;
import org.quern.pretrain.train.ShakespeareBenchmark;
import org.quern.pretrain.train.TrainStepBenchmark;
import org.quern.tokenizer.EncodeBench;
import org.quern.tokenizer.PackBench;
import org.quern.tokenizer.TokenizerBench;
import org.quern.tokenizer.shard.ShardsBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Every benchmark there is: its options here, its work in the module that it measures. */
final class Benchmarks {
    private Benchmarks() {}

    static List<Benchmark> all() {
        return List.of(
                new IngestHtml(),
                new IngestWarc(),
                new Rules(),
                new MinHash(),
                new TokenizerTrain(),
                new TokenizerEncode(),
                new Pack(),
                new Shards(),
                new TrainStep(),
                new Exchange(),
                new Scaling(),
                new LocalSteps(),
                new Shakespeare(),
                new Decode());
    }

    @Command(
            name = "ingest-html",
            mixinStandardHelpOptions = true,
            description = "Extraction of the main content: MB of HTML a second on one core.")
    private static final class IngestHtml implements Benchmark {
        @Option(names = "--input", required = true, paramLabel = "FOLDER", description = "Pages, also gzipped.")
        private String input = "";

        @Override
        public Map<String, ?> call() throws Exception {
            return IngestBench.html(input);
        }
    }

    @Command(
            name = "ingest-warc",
            mixinStandardHelpOptions = true,
            description = "A crawl read, decoded and extracted: pages a second on one core.")
    private static final class IngestWarc implements Benchmark {
        @Option(names = "--input", required = true, paramLabel = "FILE", description = "A WARC or ARC file.")
        private String input = "";

        @Override
        public Map<String, ?> call() throws Exception {
            return IngestBench.warc(input);
        }
    }

    @Command(
            name = "rules",
            mixinStandardHelpOptions = true,
            description = "FineWeb's quality rules: documents a second on one core.")
    private static final class Rules implements Benchmark {
        @Option(names = "--input", required = true, paramLabel = "JSONL", description = "One {\"text\": ...} a line.")
        private String input = "";

        @Override
        public Map<String, ?> call() throws Exception {
            return IngestBench.rules(input);
        }
    }

    @Command(
            name = "minhash",
            mixinStandardHelpOptions = true,
            description = "MinHash signatures from text: documents a second on one core.")
    private static final class MinHash implements Benchmark {
        @Option(names = "--input", required = true, paramLabel = "JSONL", description = "One {\"text\": ...} a line.")
        private Path input = Path.of("");

        @Override
        public Map<String, ?> call() throws Exception {
            return MinHashBench.run(input, MinHashConfig.defaults());
        }
    }

    @Command(
            name = "tokenizer-train",
            mixinStandardHelpOptions = true,
            description = "Training of a byte-level BPE: MB of text a second.")
    private static final class TokenizerTrain implements Benchmark {
        @Option(names = "--input", required = true, paramLabel = "JSONL", description = "One {\"text\": ...} a line.")
        private Path input = Path.of("");

        @Option(names = "--vocab", defaultValue = "16384", description = "Tokens; default ${DEFAULT-VALUE}.")
        private int vocab;

        @Option(names = "--threads", defaultValue = "1", description = "Default ${DEFAULT-VALUE}.")
        private int threads;

        @Override
        public Map<String, ?> call() throws Exception {
            return TokenizerBench.train(input, vocab, threads);
        }
    }

    @Command(name = "tokenizer-encode", mixinStandardHelpOptions = true, description = "Encoding: MB of text a second.")
    private static final class TokenizerEncode implements Benchmark {
        @Option(names = "--input", required = true, paramLabel = "JSONL", description = "One {\"text\": ...} a line.")
        private Path input = Path.of("");

        @Option(names = "--tokenizer", required = true, paramLabel = "FILE", description = "A tokenizer.json.")
        private Path tokenizer = Path.of("");

        @Option(names = "--threads", defaultValue = "1", description = "Default ${DEFAULT-VALUE}.")
        private int threads;

        @Override
        public Map<String, ?> call() throws Exception {
            return EncodeBench.run(input, tokenizer, threads);
        }
    }

    @Command(
            name = "pack",
            mixinStandardHelpOptions = true,
            description = "Packing of documents into sequences: tokens a second, the share of padding, documents cut.")
    private static final class Pack implements Benchmark {
        @Option(names = "--input", required = true, paramLabel = "JSONL", description = "One {\"text\": ...} a line.")
        private Path input = Path.of("");

        @Option(names = "--tokenizer", required = true, paramLabel = "FILE", description = "A tokenizer.json.")
        private Path tokenizer = Path.of("");

        @Option(names = "--context", defaultValue = "2048", description = "Tokens in a row; default ${DEFAULT-VALUE}.")
        private int context;

        @Option(names = "--threads", defaultValue = "1", description = "Default ${DEFAULT-VALUE}.")
        private int threads;

        @Override
        public Map<String, ?> call() throws Exception {
            return PackBench.run(input, tokenizer, context, threads);
        }
    }

    @Command(
            name = "shards",
            mixinStandardHelpOptions = true,
            description = "Shards of random tokens written, then read back in an epoch's order: tokens a second.")
    private static final class Shards implements Benchmark {
        @Option(names = "--tokens", defaultValue = "1000000000", description = "Default ${DEFAULT-VALUE}.")
        private long tokens;

        @Option(names = "--context", defaultValue = "2048", description = "Tokens in a row; default ${DEFAULT-VALUE}.")
        private int context;

        @Option(names = "--ranks", defaultValue = "2", description = "Threads that read; default ${DEFAULT-VALUE}.")
        private int ranks;

        @Option(
                names = "--folder",
                paramLabel = "FOLDER",
                description = "Where to leave the shards; else in a temporary folder, which is deleted.")
        private @Nullable Path folder;

        @Override
        public Map<String, ?> call() throws Exception {
            return ShardsBench.run(tokens, context, ranks, Optional.ofNullable(folder));
        }
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

        @Option(names = "--bf16", description = "Matrix products in bf16; else fp32.")
        private boolean bf16;

        @Option(
                names = "--steps",
                defaultValue = "8",
                description = "Of which the best counts; default ${DEFAULT-VALUE}.")
        private int steps;

        @Override
        public Map<String, ?> call() throws Exception {
            ScalingBenchmark.Figures figures = ScalingBenchmark.run(threads, bf16, steps);
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

        @Option(names = "--tokens", defaultValue = "4000000", description = "To learn; default ${DEFAULT-VALUE}.")
        private long tokens;

        @Option(names = "--batch-tokens", defaultValue = "4096", description = "In a step; default ${DEFAULT-VALUE}.")
        private int batchTokens;

        @Option(names = "--local-steps", defaultValue = "50", description = "Default ${DEFAULT-VALUE}.")
        private int localSteps;

        @Option(names = "--outer-rate", defaultValue = "0.7", description = "Default ${DEFAULT-VALUE}.")
        private double outerRate;

        @Option(names = "--outer-momentum", defaultValue = "0.9", description = "Default ${DEFAULT-VALUE}.")
        private double outerMomentum;

        @Override
        public Map<String, ?> call() throws Exception {
            LocalStepsBenchmark.Figures figures = LocalStepsBenchmark.run(
                    new LocalStepsBenchmark.Options(input, tokens, batchTokens, localSteps, outerRate, outerMomentum));
            Map<String, Object> named = new LinkedHashMap<>();
            named.put("traffic_ratio", figures.trafficRatio());
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

        @Option(names = "--batch", defaultValue = "8", description = "Sequences; default ${DEFAULT-VALUE}.")
        private int batch;

        @Option(names = "--new", defaultValue = "128", description = "Tokens for each; default ${DEFAULT-VALUE}.")
        private int newTokens;

        @Option(names = "--bf16", description = "Weights in bf16; else fp32.")
        private boolean bf16;

        @Option(
                names = "--exit-threshold",
                defaultValue = "2",
                description = "Leave early at this confidence; above 1 never; default ${DEFAULT-VALUE}.")
        private double exitThreshold;

        @Option(names = "--mtp", description = "Let the MTP layer draft.")
        private boolean mtp;

        @Option(
                names = "--runs",
                defaultValue = "3",
                description = "Of which the best counts; default ${DEFAULT-VALUE}.")
        private int runs;

        @Override
        public Map<String, ?> call() {
            return DecodeBenchmark.run(new DecodeBenchmark.Settings(
                    checkpoint, batch, newTokens, bf16 ? Precision.BF16 : Precision.FP32, exitThreshold, mtp, runs));
        }
    }
}
