package org.quern.inference.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.quern.inference.Completion;
import org.quern.inference.DecodingOptions;
import org.quern.inference.DecodingStats;
import org.quern.inference.Engine;
import org.quern.inference.ExitConfig;
import org.quern.inference.ExitConfig.Policy;
import org.quern.inference.ExitPolicy;
import org.quern.inference.Generation;
import org.quern.inference.Request;
import org.quern.inference.Sampling;
import org.quern.inference.evaluate.DecodingScore.LayerCount;
import org.quern.inference.evaluate.StageSpeed.DecodingSpeed;
import org.quern.tokenizer.Tokenizer;

/** Held-out problems solved by one model in every way of decoding: the same prompts, greedily. */
final class ProblemEvaluation {
    /** A threshold that no confidence reaches. */
    private static final double NEVER = 2;

    private final Engine engine;
    private final EvaluateConfig config;
    private final List<EvaluationProblem> problems;
    private final List<Request> requests;
    private final List<DecodingScore> scores = new ArrayList<>();
    private final List<DecodingSpeed> speeds = new ArrayList<>();
    private final List<Completion> plain;

    /** Solves the problems; those whose prompt does not fit the model's context are left out. */
    ProblemEvaluation(Engine engine, EvaluateConfig config, List<EvaluationProblem> given) {
        this.engine = engine;
        this.config = config;
        Tokenizer tokenizer = engine.tokenizer().orElseThrow();
        int context = engine.config().maxPositionEmbeddings();
        this.problems = given.stream()
                .filter(problem -> tokenizer.encode(problem.prompt()).length < context)
                .toList();
        this.requests = problems.stream()
                .map(problem -> new Request(
                        Arrays.stream(tokenizer.encode(problem.prompt()))
                                .boxed()
                                .toList(),
                        config.newTokens(),
                        Sampling.greedy(),
                        config.stops()))
                .toList();
        this.plain = solve();
    }

    List<DecodingScore> scores() {
        return scores;
    }

    List<DecodingSpeed> speeds() {
        return speeds;
    }

    /** Solutions at full depth, the first few. */
    List<Sample> samples(String stage) {
        return IntStream.range(0, Math.min(config.problemSamples(), problems.size()))
                .mapToObj(i -> new Sample(
                        stage,
                        "problem",
                        problems.get(i).prompt(),
                        plain.get(i).text(),
                        problems.get(i).answer(),
                        problems.get(i).isCorrect(plain.get(i).text())))
                .toList();
    }

    private List<Completion> solve() {
        if (problems.isEmpty()) {
            return List.of();
        }
        DecodingOptions options = DecodingOptions.plain(config.rows());
        // The first passes pay for the processor's caches and clocks; they are not measured.
        engine.generate(requests.subList(0, Math.min(requests.size(), config.rows())), options);
        Generation full = engine.generate(requests, options);
        add(DecodingMode.FULL_DEPTH, NEVER, full, full);
        if (!engine.config().exitLayers().isEmpty()) {
            solveWithExits(options, full);
        }
        if (engine.config().numNextnPredictLayers() > 0) {
            add(DecodingMode.MTP, NEVER, engine.generate(requests, options.withDrafts(1)), full);
        }
        return full.completions();
    }

    private void solveWithExits(DecodingOptions options, Generation full) {
        ExitConfig exits = ExitConfig.NONE.by(config.confidence());
        for (double threshold : config.exitThresholds()) {
            ExitPolicy batch = exits.at(Policy.WHOLE_BATCH, threshold).policy(config.rows());
            add(DecodingMode.EARLY_EXIT, threshold, engine.generate(requests, options.withExit(batch)), full);
        }
        for (double threshold : config.exitThresholds()) {
            ExitPolicy row = exits.at(Policy.COMPACTION, threshold).policy(config.rows());
            add(DecodingMode.COMPACTION, threshold, engine.generate(requests, options.withExit(row)), full);
        }
        double lowest = Collections.min(config.exitThresholds());
        ExitPolicy drafting = exits.at(Policy.SELF_SPECULATION, lowest).policy(config.rows());
        add(DecodingMode.SELF_SPECULATION, lowest, engine.generate(requests, options.withExit(drafting)), full);
    }

    private void add(DecodingMode mode, double threshold, Generation generation, Generation full) {
        DecodingStats stats = generation.stats();
        Proportion right = new Proportion(
                count(i -> problems.get(i)
                        .isCorrect(generation.completions().get(i).text())),
                problems.size());
        List<LayerCount> layers = IntStream.range(0, stats.tokensByLayer().size())
                .filter(i -> stats.tokensByLayer().get(i) > 0)
                .mapToObj(i -> new LayerCount(i + 1, stats.tokensByLayer().get(i)))
                .toList();
        scores.add(new DecodingScore(
                mode,
                threshold,
                problems.size(),
                right.successes(),
                right.standardError(),
                stats.newTokens(),
                layers,
                stats.drafted(),
                stats.accepted(),
                count(i -> !generation
                        .completions()
                        .get(i)
                        .tokens()
                        .equals(full.completions().get(i).tokens()))));
        speeds.add(new DecodingSpeed(mode, threshold, stats.newTokens(), stats.seconds()));
    }

    private long count(IntPredicate predicate) {
        return IntStream.range(0, problems.size()).filter(predicate).count();
    }
}
