package org.quern.pretrain.train;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;
import org.quern.ingest.bench.ProcessMemory;

/** How fast a training goes, what its time goes into, and how long all stages still take. */
final class TrainingProgress {
    private static final double PERIOD_SECONDS = 5;
    private static final double WORTH_SAYING = 0.01;

    private final TrainingPlan plan;
    private final Map<StepClock.Phase, Double> split = new EnumMap<>(StepClock.Phase.class);
    private double seconds;
    private double tokens;
    private double flops;
    private double allSeconds;
    private double allFlops;
    private boolean said;

    TrainingProgress(TrainingPlan plan) {
        this.plan = plan;
    }

    /** A step is done, in so many seconds of each phase. */
    void step(TrainerState state, Map<StepClock.Phase, Double> phases) {
        if (said) {
            said = false;
            split.clear();
            seconds = 0;
            tokens = 0;
            flops = 0;
        }
        double step = phases.values().stream().mapToDouble(Double::doubleValue).sum();
        phases.forEach((phase, part) -> split.merge(phase, part, Double::sum));
        seconds += step;
        tokens += plan.stepTokens(state);
        flops += plan.stepFlops(state);
        allSeconds += step;
        allFlops += plan.stepFlops(state);
    }

    /** Whether something was last said long ago. */
    boolean isDue() {
        return seconds > PERIOD_SECONDS;
    }

    /** A line on the steps since the last one. */
    String text(TrainerState state, StepResult result) throws IOException {
        said = true;
        StringJoiner text = new StringJoiner(", ");
        text.add("step %d/%d".formatted(state.step(), plan.of(state).steps()));
        text.add(state.tokens() + " tokens");
        LossSums losses = result.losses();
        for (int t = 0; t < losses.terms().size(); t++) {
            if (losses.count(t) > 0) {
                text.add("%s %.3f".formatted(losses.terms().get(t).name(), losses.mean(t)));
            }
        }
        text.add("lr %.2e".formatted(result.rate()));
        text.add("gradient norm %.2f".formatted(result.norm()));
        text.add("%.0f tokens/s".formatted(tokens / seconds));
        text.add("MFU %.1f%%".formatted(100 * flops / seconds / plan.peakFlops()));
        split.forEach((phase, part) -> {
            if (phase != StepClock.Phase.COMPUTE && part > WORTH_SAYING * seconds) {
                text.add("%s %.0f%%".formatted(phase.key(), 100 * part / seconds));
            }
        });
        text.add("%.1f GB".formatted(ProcessMemory.anonymous() / 1e9));
        text.add(duration(plan.flopsLeft(state) / (allFlops / allSeconds)) + " left");
        return text.toString();
    }

    /** Seconds in the unit that says most. */
    static String duration(double seconds) {
        if (seconds < 100) {
            return "%.0f s".formatted(seconds);
        } else if (seconds < 100 * 60) {
            return "%.0f min".formatted(seconds / 60);
        } else if (seconds < 100 * 3600) {
            return "%.1f h".formatted(seconds / 3600);
        }
        return "%.1f days".formatted(seconds / 86400);
    }
}
