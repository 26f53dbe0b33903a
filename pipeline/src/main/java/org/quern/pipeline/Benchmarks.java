package org.quern.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quern.dedup.DedupBench;
import org.quern.dedup.DedupIndexBench;
import org.quern.dedup.DedupScaleBench;
import org.quern.dedup.MinHashBench;
import org.quern.dedup.MinHashConfig;
import org.quern.dedup.SubstringBench;
import org.quern.ingest.bench.FuzzBench;
import org.quern.ingest.bench.IngestBench;
import org.quern.ingest.bench.LanguageBench;
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
        List<Benchmark> all = new ArrayList<>(List.of(
                new IngestHtml(),
                new IngestWarc(),
                new IngestFuzz(),
                new Rules(),
                new Languages(),
                new MinHash(),
                new Dedup(),
                new DedupIndex(),
                new DedupScale(),
                new Substring(),
                new TokenizerTrain(),
                new TokenizerEncode(),
                new Pack(),
                new Shards()));
        all.addAll(DecodingBenchmarks.all());
        all.addAll(TrainingBenchmarks.all());
        return all;
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
            description = "A crawl read, decoded and extracted: pages a second, and the memory held after each pass.")
    private static final class IngestWarc implements Benchmark {
        @Option(names = "--input", required = true, paramLabel = "FILE", description = "A WARC or ARC file.")
        private String input = "";

        @Option(names = "--threads", defaultValue = "1", description = "Default ${DEFAULT-VALUE}.")
        private int threads;

        @Option(names = "--passes", defaultValue = "1", description = "Default ${DEFAULT-VALUE}.")
        private int passes;

        @Override
        public Map<String, ?> call() throws Exception {
            return IngestBench.warc(input, threads, passes);
        }
    }

    @Command(
            name = "ingest-fuzz",
            mixinStandardHelpOptions = true,
            description = "Damaged pages and archives: the most processor time and memory that one document takes.")
    private static final class IngestFuzz implements Benchmark {
        @Option(names = "--input", required = true, paramLabel = "FOLDER", description = "Pages to damage.")
        private String input = "";

        @Option(names = "--cases", defaultValue = "200000", description = "Of each; default ${DEFAULT-VALUE}.")
        private int cases;

        @Override
        public Map<String, ?> call() throws Exception {
            return FuzzBench.run(input, cases);
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
            name = "language",
            mixinStandardHelpOptions = true,
            description =
                    "Language identification of the Universal Declaration of Human Rights in 75 languages: the share of "
                            + "texts and of their sentences told right, what others were taken for, documents a second on one core.")
    private static final class Languages implements Benchmark {
        @Option(
                names = "--input",
                required = true,
                paramLabel = "ZIP_OR_FOLDER",
                description = "Its texts, as NLTK's udhr2.zip has them.")
        private Path input = Path.of("");

        @Option(
                names = "--model",
                paramLabel = "FILE",
                description = "A fastText model; else the one that Quern ships.")
        private @Nullable Path model;

        @Override
        public Map<String, ?> call() throws Exception {
            return LanguageBench.run(input, Optional.ofNullable(model));
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
            name = "dedup",
            mixinStandardHelpOptions = true,
            description =
                    "Near deduplication of edited copies: candidates beside theory, precision, recall, F1 and ARI.")
    private static final class Dedup implements Benchmark {
        @Option(names = "--input", required = true, paramLabel = "JSONL", description = "One {\"text\": ...} a line.")
        private Path input = Path.of("");

        @Option(
                names = "--labelled",
                paramLabel = "JSONL",
                description = "Where to leave the copies with their true clusters, to measure others on.")
        private @Nullable Path labelled;

        @Override
        public Map<String, ?> call() throws Exception {
            return DedupBench.run(input, Optional.ofNullable(labelled));
        }
    }

    @Command(
            name = "dedup-index",
            mixinStandardHelpOptions = true,
            description =
                    "A dump deduplicated alone, and with the index of an earlier one: wall and processor seconds.")
    private static final class DedupIndex implements Benchmark {
        @Option(
                names = "--documents",
                defaultValue = "100000",
                description = "Of the dump, generated; default ${DEFAULT-VALUE}.")
        private long documents;

        @Option(
                names = "--earlier",
                split = ",",
                defaultValue = "100000,1000000",
                paramLabel = "N",
                description = "Documents of the earlier dump, one measurement for each; default ${DEFAULT-VALUE}.")
        private List<Long> earlier = List.of();

        @Option(names = "--threads", defaultValue = "1", description = "Default ${DEFAULT-VALUE}.")
        private int threads;

        @Override
        public Map<String, ?> call() throws Exception {
            return DedupIndexBench.run(documents, earlier, threads);
        }
    }

    @Command(
            name = "dedup-scale",
            mixinStandardHelpOptions = true,
            description =
                    "The whole of dedup, Parquet to Parquet, on made-up corpora of several sizes: what a document costs.")
    private static final class DedupScale implements Benchmark {
        @Option(
                names = "--documents",
                split = ",",
                defaultValue = "10000,100000",
                paramLabel = "N",
                description = "Sizes; default ${DEFAULT-VALUE}.")
        private List<Long> documents = List.of();

        @Option(
                names = "--shape",
                defaultValue = "realistic",
                description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
        private DedupScaleBench.Shape shape = DedupScaleBench.Shape.REALISTIC;

        @Option(names = "--words", defaultValue = "100", description = "In a document; default ${DEFAULT-VALUE}.")
        private int words;

        @Option(names = "--master", paramLabel = "URL", description = "Spark's; else spark-submit's, else local[*].")
        private @Nullable String master;

        @Option(
                names = "--folder",
                paramLabel = "FOLDER",
                description = "Where the corpora pass through; else the system's for temporary files.")
        private @Nullable Path folder;

        @Override
        public Map<String, ?> call() throws Exception {
            return DedupScaleBench.run(
                    documents, shape, words, Optional.ofNullable(master), Optional.ofNullable(folder));
        }
    }

    @Command(
            name = "substring",
            mixinStandardHelpOptions = true,
            description =
                    "Runs of 50 tokens that several documents share, and that a suffix array finds the same: MB a second.")
    private static final class Substring implements Benchmark {
        @Option(names = "--input", required = true, paramLabel = "JSONL", description = "One {\"text\": ...} a line.")
        private Path input = Path.of("");

        @Option(names = "--threads", defaultValue = "1", description = "Default ${DEFAULT-VALUE}.")
        private int threads;

        @Override
        public Map<String, ?> call() throws Exception {
            return SubstringBench.run(input, threads);
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
}
