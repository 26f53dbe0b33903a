package org.quern.inference.evaluate;

import java.util.List;
import org.quern.inference.Confidence;
import org.quern.inference.Precision;

/**
 * What {@code evaluate} does.
 *
 * @param domainTokens scored of each domain of the mixture's held-out documents; texts given as files are scored whole
 * @param documentTokens of one such document at most
 * @param windowTokens of the longest context in scoring, where the model's own is not shorter
 * @param problems held-out problems to solve; 0 for none
 * @param newTokens for one problem at most
 * @param stops a solution ends before the first of these texts
 * @param rows sequences decoded at a time
 * @param exitThresholds confidences at which decoding leaves early, each measured
 * @param confidence what is held against them
 * @param precision of decoding; losses are always fp32
 * @param textSamples texts of each domain to begin and let the model go on with
 * @param problemSamples solutions to keep
 * @param sampleTokens of a text sample
 * @param sampleTemperature of text samples; problems are solved greedily
 * @param seed of text samples
 * @param threads that an operator uses; 0 for as many as there are processors
 */
public record EvaluateConfig(
        int domainTokens,
        int documentTokens,
        int windowTokens,
        int problems,
        int newTokens,
        List<String> stops,
        int rows,
        List<Double> exitThresholds,
        Confidence confidence,
        Precision precision,
        int textSamples,
        int problemSamples,
        int sampleTokens,
        double sampleTemperature,
        long seed,
        int threads) {

    /** Checks the ranges. */
    public EvaluateConfig {
        stops = List.copyOf(stops);
        exitThresholds = List.copyOf(exitThresholds);
        atLeast(1, "domainTokens", domainTokens);
        atLeast(2, "documentTokens", documentTokens);
        atLeast(2, "windowTokens", windowTokens);
        atLeast(0, "problems", problems);
        atLeast(1, "newTokens", newTokens);
        atLeast(1, "rows", rows);
        atLeast(0, "textSamples", textSamples);
        atLeast(0, "problemSamples", problemSamples);
        atLeast(1, "sampleTokens", sampleTokens);
        atLeast(0, "threads", threads);
        if (!(sampleTemperature >= 0)) {
            throw new IllegalArgumentException("sampleTemperature must be 0 or more, got " + sampleTemperature);
        }
        if (exitThresholds.stream().anyMatch(threshold -> !(threshold >= 0))) {
            throw new IllegalArgumentException("exitThresholds must be 0 or more, got " + exitThresholds);
        }
    }

    /** A minute on two cores for three checkpoints of some million parameters. */
    public static EvaluateConfig defaults() {
        return new EvaluateConfig(
                8_192,
                1_024,
                2_048,
                96,
                96,
                List.of("\n\n", "\nQuestion:"),
                32,
                List.of(0.9, 0.7, 0.5),
                Confidence.TOP_PROBABILITY,
                Precision.FP32,
                1,
                4,
                64,
                0.7,
                1,
                0);
    }

    private static void atLeast(int least, String name, int value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be " + least + " or more, got " + value);
        }
    }
}
