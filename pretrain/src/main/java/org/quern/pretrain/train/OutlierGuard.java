package org.quern.pretrain.train;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Decides which steps to skip: those whose loss or gradient norm is not finite, or lies above the mean + n standard
 * deviations of the last accepted steps (n = 6 over 128 steps is OLMo-core's {@code SkipStepOptimizer}). Until half a
 * window of steps is accepted, only what is not finite is skipped.
 *
 * <p>Its state is the window; the same steps give the same decisions on every rank. Not thread-safe.
 */
final class OutlierGuard {
    private final double sigmas;
    private final int window;
    private final Deque<Step> accepted = new ArrayDeque<>();

    /** What a step is judged by. */
    private record Step(double loss, double norm) {}

    /**
     * A guard that has seen nothing.
     *
     * @param sigmas standard deviations above the mean at which a step is an outlier; 0 for never
     * @param window accepted steps that count
     */
    OutlierGuard(double sigmas, int window) {
        this.sigmas = sigmas;
        this.window = window;
    }

    /** Why a step is to be skipped; empty if it is not, and then it joins the window. */
    Optional<String> reasonToSkip(double loss, double norm) {
        if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
            return Optional.of("loss %s or gradient norm %s is not finite".formatted(loss, norm));
        }
        if (sigmas > 0 && accepted.size() * 2 >= window) {
            double highestLoss = bound(accepted.stream().mapToDouble(Step::loss).toArray());
            double highestNorm = bound(accepted.stream().mapToDouble(Step::norm).toArray());
            if (loss > highestLoss) {
                return Optional.of(reason("loss", loss, highestLoss));
            }
            if (norm > highestNorm) {
                return Optional.of(reason("gradient norm", norm, highestNorm));
            }
        }
        accepted.addLast(new Step(loss, norm));
        if (accepted.size() > window) {
            accepted.removeFirst();
        }
        return Optional.empty();
    }

    private double bound(double[] values) {
        double mean = Arrays.stream(values).sum() / values.length;
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return mean + sigmas * Math.sqrt(squares / (values.length - 1));
    }

    private String reason(String name, double value, double bound) {
        return "%s %.4g is above %.4g, the mean + %s sigma of the last %d steps"
                .formatted(name, value, bound, sigmas, accepted.size());
    }

    /** Forgets all steps: a new stage's data have a loss of their own. */
    void clear() {
        accepted.clear();
    }

    /** The window as text, exact to the bit: {@code loss:norm} of each step, oldest first. */
    String state() {
        return accepted.stream().map(step -> step.loss() + ":" + step.norm()).collect(Collectors.joining(","));
    }

    /**
     * Goes on from a {@link #state()}.
     *
     * @throws NumberFormatException if it is not one
     */
    void restore(String state) {
        accepted.clear();
        for (String step : state.isEmpty() ? new String[0] : state.split(",", -1)) {
            int colon = step.indexOf(':');
            if (colon < 0) {
                throw new NumberFormatException("no ':' in '" + step + "'");
            }
            accepted.addLast(new Step(
                    Double.parseDouble(step.substring(0, colon)), Double.parseDouble(step.substring(colon + 1))));
        }
    }
}
