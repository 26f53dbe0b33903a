package org.quern.inference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.quern.inference.ContinuationScorer.TokenPair;
import org.quern.pretrain.checkpoint.ModelFolder;

/**
 * {@code quern bench score}: the speed of scoring continuations of 1 to 16 random tokens after contexts of 16 to 255. The
 * script {@code score_speed.py} among the tests does the same in transformers, as lm-evaluation-harness does it.
 */
public final class ScoreBenchmark {
    private ScoreBenchmark() {}

    /**
     * The figures, units in their names; tokens are those that the model has to read.
     *
     * @param pairs to score
     * @param runs of which the best counts; one more comes first and does not
     */
    public static Map<String, Object> run(Path checkpoint, int pairs, Precision precision, int runs) {
        if (pairs < 1 || runs < 1) {
            throw new IllegalArgumentException("pairs and runs must be 1 or more, got " + pairs + " and " + runs);
        }
        try (ContinuationScorer scorer = ContinuationScorer.open(checkpoint, precision)) {
            List<TokenPair> all = pairs(pairs, vocabulary(checkpoint));
            scorer.scoreTokens(all);
            double best = Double.MAX_VALUE;
            for (int run = 0; run < runs; run++) {
                long start = System.nanoTime();
                scorer.scoreTokens(all);
                best = Math.min(best, (System.nanoTime() - start) / 1e9);
            }
            long tokens = all.stream()
                    .mapToLong(pair -> pair.context().length + pair.continuation().length - 1L)
                    .sum();
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("pairs_per_s", pairs / best);
            figures.put("tokens_per_s", tokens / best);
            return figures;
        }
    }

    private static List<TokenPair> pairs(int number, int vocabulary) {
        SplittableRandom random = new SplittableRandom(1);
        List<TokenPair> pairs = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            pairs.add(new TokenPair(
                    random.ints(16 + i * 37L % 240, 0, vocabulary).toArray(),
                    random.ints(1 + i % 16, 0, vocabulary).toArray()));
        }
        return pairs;
    }

    private static int vocabulary(Path checkpoint) {
        try {
            return new ModelFolder(checkpoint).config().vocabSize();
        } catch (IOException e) {
            throw Engine.noCheckpoint(checkpoint, e);
        }
    }
}
