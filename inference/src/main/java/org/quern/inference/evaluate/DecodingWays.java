package org.quern.inference.evaluate;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.quern.inference.Completion;
import org.quern.inference.DecodingOptions;
import org.quern.inference.DecodingStats;
import org.quern.inference.Engine;
import org.quern.inference.ExitConfig;
import org.quern.inference.ExitConfig.Policy;
import org.quern.inference.Generation;
import org.quern.inference.LossScorer;
import org.quern.inference.Precision;
import org.quern.inference.Request;
import org.quern.inference.Sampling;
import org.quern.tokenizer.Tokenizer;

/**
 * {@code quern bench exits} and {@code speculate}: held-out problems solved in every way of decoding, beside full depth at the
 * same batch: how fast, how well, and how fast the passes that ran should have been.
 */
public final class DecodingWays implements AutoCloseable {
    private static final int NEW_TOKENS = 96;
    private static final List<String> STOPS = List.of("\n\n", "\nQuestion:");

    private final Engine engine;
    private final LossScorer scorer;
    private final SpeedModel model;
    private final Tokenizer tokenizer;
    private final List<EvaluationProblem> problems;
    private final List<Request> requests;
    private final int runs;

    /**
     * A way of decoding.
     *
     * @param exit when tokens leave
     * @param drafts of the MTP layers
     */
    public record Way(ExitConfig exit, int drafts) {
        /** Every layer, one token at a time. */
        public static final Way PLAIN = new Way(ExitConfig.NONE, 0);
    }

    private DecodingWays(Engine engine, LossScorer scorer, List<EvaluationProblem> problems, int runs) {
        this.engine = engine;
        this.scorer = scorer;
        this.model = new SpeedModel(engine.config());
        this.tokenizer = engine.tokenizer().orElseThrow();
        this.problems = problems;
        this.runs = runs;
        this.requests = requests(tokenizer, problems);
    }

    /**
     * Opens a checkpoint and reads problems.
     *
     * @param mixture what mix wrote; its held-out problems are solved
     * @param count of problems
     * @param runs of each way, of which the fastest counts
     */
    public static DecodingWays open(
            SparkSession spark, Path checkpoint, Precision precision, String mixture, int count, int runs) {
        return new DecodingWays(
                Engine.open(checkpoint, precision),
                LossScorer.open(checkpoint),
                problems(spark, mixture, 0, count),
                runs);
    }

    /**
     * Held-out problems as greedy requests.
     *
     * @param mixture what mix wrote
     * @param skip how many of the first are left out
     * @param count how many at most
     */
    public static List<Request> requests(SparkSession spark, Engine engine, String mixture, int skip, int count) {
        return requests(engine.tokenizer().orElseThrow(), problems(spark, mixture, skip, count));
    }

    private static List<Request> requests(Tokenizer tokenizer, List<EvaluationProblem> problems) {
        return problems.stream()
                .map(problem -> Arrays.stream(tokenizer.encode(problem.prompt()))
                        .boxed()
                        .toList())
                .map(prompt -> new Request(prompt, NEW_TOKENS, Sampling.greedy(), STOPS))
                .toList();
    }

    private static List<EvaluationProblem> problems(SparkSession spark, String mixture, int skip, int count) {
        return spark.read().parquet(mixture + "/problems").orderBy("id").limit(skip + count).collectAsList().stream()
                .skip(skip)
                .map(row -> new EvaluationProblem(row.getAs("id"), row.getAs("prompt"), row.getAs("answer")))
                .toList();
    }

    /**
     * Whole batches and single sequences leaving, by threshold.
     *
     * @param exit through which exits, by which measure of confidence
     */
    public static List<Way> exits(ExitConfig exit, List<Double> thresholds, int rows) {
        List<Way> ways = new ArrayList<>();
        for (double threshold : thresholds) {
            ways.add(new Way(exit.at(Policy.WHOLE_BATCH, threshold), 0));
            for (int parked : parked(rows)) {
                ExitConfig each = exit.at(Policy.COMPACTION, threshold).parking(parked);
                ways.add(new Way(each, 0));
                ways.add(new Way(each.withPrompts(), 0));
            }
        }
        return ways;
    }

    /**
     * Drafts by the MTP layers, by the lower layers, and together with early exit.
     *
     * @param exit through which exits, by which measure of confidence
     */
    public static List<Way> drafts(ExitConfig exit, List<Double> thresholds, int rows) {
        List<Way> ways = new ArrayList<>();
        for (int drafts : new int[] {1, 2, 3, 4, 6}) {
            ways.add(new Way(ExitConfig.NONE, drafts));
        }
        for (double threshold : thresholds) {
            ways.add(new Way(exit.at(Policy.SELF_SPECULATION, threshold).parking(Math.max(1, rows / 2)), 0));
            for (int drafts = 1; drafts <= 3; drafts++) {
                ExitConfig each = exit.at(Policy.COMPACTION, threshold).parking(Math.max(1, rows / 4));
                ways.add(new Way(each, drafts));
                ways.add(new Way(each.withPrompts(), drafts));
            }
        }
        return ways;
    }

    private static List<Integer> parked(int rows) {
        return rows == 1 ? List.of(1) : List.of(1, rows / 4, rows / 2);
    }

    /**
     * Solves the problems in some ways.
     *
     * @param rows sequences at a time
     * @return for each way, full depth first, its figures, units in their names
     */
    public List<Map<String, Object>> solve(int rows, List<Way> ways) {
        List<Way> all = new ArrayList<>(List.of(Way.PLAIN));
        all.addAll(ways);
        List<Generation> fastest = fastest(rows, all);
        List<Map<String, Object>> figures = new ArrayList<>();
        for (int way = 0; way < all.size(); way++) {
            figures.add(figures(rows, all.get(way), fastest.get(way), fastest.get(0)));
        }
        return figures;
    }

    /** Of each way its fastest run. The ways take turns, as a machine's speed may change while they run. */
    private List<Generation> fastest(int rows, List<Way> ways) {
        List<Generation> fastest = new ArrayList<>();
        for (Way way : ways) {
            engine.generate(requests.subList(0, Math.min(requests.size(), 2 * rows)), options(rows, way));
        }
        for (int run = 0; run < runs; run++) {
            for (int way = 0; way < ways.size(); way++) {
                Generation next = engine.generate(requests, options(rows, ways.get(way)));
                if (run == 0) {
                    fastest.add(next);
                } else if (next.stats().seconds() < fastest.get(way).stats().seconds()) {
                    fastest.set(way, next);
                }
            }
        }
        return fastest;
    }

    private static DecodingOptions options(int rows, Way way) {
        return new DecodingOptions(way.exit().policy(rows), way.drafts(), rows, true, 0);
    }

    private Map<String, Object> figures(int rows, Way way, Generation generation, Generation full) {
        DecodingStats stats = generation.stats();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("batch", rows);
        figures.put("exit", way.exit().policy().name().toLowerCase(Locale.ROOT));
        figures.put("threshold", way.exit().threshold());
        figures.put("parked", way.exit().parkedRows());
        figures.put("prompts_leave", way.exit().promptsLeave());
        figures.put("drafts", way.drafts());
        figures.put("tokens_per_s", stats.tokensPerSecond());
        figures.put("speedup", stats.tokensPerSecond() / full.stats().tokensPerSecond());
        figures.put("predicted_speedup", model.speedup(way, rows, stats, full.stats()));
        figures.put("exact_match", share(i -> problems.get(i)
                .isCorrect(generation.completions().get(i).text())));
        figures.put("same_as_full_depth", share(i -> generation
                .completions()
                .get(i)
                .tokens()
                .equals(full.completions().get(i).tokens())));
        figures.put("bits_per_byte", bitsPerByte(generation));
        figures.put("mean_layers", meanLayers(stats));
        figures.put(
                "acceptance",
                stats.drafts().stream()
                        .map(depth -> (double) depth.accepted() / depth.drafted())
                        .toList());
        figures.put("passes", stats.passes());
        figures.put("first_token_s", stats.firstTokenSeconds());
        figures.put("cache_bytes", stats.cacheBytes());
        return figures;
    }

    private double share(IntPredicate which) {
        return (double) IntStream.range(0, problems.size()).filter(which).count() / Math.max(1, problems.size());
    }

    /** Of the completions, under the whole model in fp32. */
    private double bitsPerByte(Generation generation) {
        List<int[]> prompts = new ArrayList<>();
        List<int[]> whole = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < problems.size(); i++) {
            Completion completion = generation.completions().get(i);
            List<Integer> tokens = new ArrayList<>(requests.get(i).prompt());
            prompts.add(array(tokens));
            tokens.addAll(completion.tokens());
            whole.add(array(tokens));
            bytes += tokenizer.decode(array(completion.tokens())).getBytes(StandardCharsets.UTF_8).length;
        }
        double nats = sum(scorer.losses(whole)) - sum(scorer.losses(prompts));
        return nats / Math.log(2) / Math.max(1, bytes);
    }

    private static double sum(double[][] losses) {
        return Arrays.stream(losses).mapToDouble(each -> each[each.length - 1]).sum();
    }

    private static double meanLayers(DecodingStats stats) {
        double sum = 0;
        for (int i = 0; i < stats.tokensByLayer().size(); i++) {
            sum += (i + 1.0) * stats.tokensByLayer().get(i);
        }
        return sum / Math.max(1, stats.newTokens());
    }

    private static int[] array(List<Integer> tokens) {
        return tokens.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public void close() {
        scorer.close();
        engine.close();
    }
}
