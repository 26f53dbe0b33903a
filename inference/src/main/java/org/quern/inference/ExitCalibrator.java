package org.quern.inference;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds the lowest exit threshold whose harm is bounded, by fixed-sequence testing (Learn then Test, arXiv 2110.01052): from
 * high to low, each threshold is tested on the same prompts, and the first that fails ends the search. So the bound holds for
 * the one that is chosen, though many were tried.
 */
public final class ExitCalibrator {
    private ExitCalibrator() {}

    /**
     * What is wanted.
     *
     * @param thresholds to try, descending
     * @param promptsLeave see {@link ExitPolicy.Compaction}
     * @param risk at most this share of prompts may come out otherwise than at full depth
     * @param level of confidence, between 0 and 1
     * @param rows sequences decoded at a time
     */
    public record Settings(
            List<Double> thresholds, Confidence confidence, boolean promptsLeave, double risk, double level, int rows) {
        /** Checks the ranges. */
        public Settings {
            thresholds = List.copyOf(thresholds);
            for (int i = 1; i < thresholds.size(); i++) {
                if (thresholds.get(i) >= thresholds.get(i - 1)) {
                    throw new IllegalArgumentException("thresholds must descend, got " + thresholds);
                }
            }
            if (!(risk > 0 && risk < 1) || !(level > 0 && level < 1)) {
                throw new IllegalArgumentException(
                        "risk and level must lie between 0 and 1, got " + risk + " and " + level);
            }
        }
    }

    /** The lowest threshold that passes; none where not even the highest does, for instance because there are few prompts. */
    public static Optional<ExitCalibration> calibrate(Engine engine, List<Request> prompts, Settings settings) {
        DecodingOptions options = DecodingOptions.plain(settings.rows());
        List<Completion> full = engine.generate(prompts, options).completions();
        Optional<ExitCalibration> passed = Optional.empty();
        for (double threshold : settings.thresholds()) {
            ExitTest test = new ExitTest(threshold, settings.confidence(), 0);
            ExitPolicy policy = new ExitPolicy.Compaction(
                    test, List.of(), Math.max(1, settings.rows() / 4), settings.promptsLeave());
            List<Completion> early =
                    engine.generate(prompts, options.withExit(policy)).completions();
            int differing = (int) IntStream.range(0, prompts.size())
                    .filter(i -> !early.get(i).tokens().equals(full.get(i).tokens()))
                    .count();
            if (ExitCalibration.pValue(differing, prompts.size(), settings.risk()) > 1 - settings.level()) {
                return passed;
            }
            passed = Optional.of(new ExitCalibration(
                    settings.confidence(),
                    settings.promptsLeave(),
                    threshold,
                    settings.risk(),
                    settings.level(),
                    prompts.size(),
                    differing));
        }
        return passed;
    }
}
