package org.quern.pretrain.train;

import java.util.ArrayList;
import java.util.List;
import org.quern.ingest.job.InputException;

/**
 * A stage in steps, which grow where the stage lies in the {@link BatchRamp}.
 *
 * @param runs of steps of one size, in order
 * @param steps in the stage
 * @param numMicrobatches of all ranks in the stage
 * @param rows in a micro-batch
 * @param contextLength tokens in a row
 */
record StagePlan(List<Run> runs, long steps, long numMicrobatches, int rows, int contextLength) {
    /**
     * Steps of one size.
     *
     * @param firstStep of them
     * @param firstMicrobatch of the first of them: how many the steps before have together
     * @param microbatches of all ranks in each
     */
    record Run(long firstStep, long firstMicrobatch, int microbatches) {
        private long firstMicrobatch(long step) {
            return firstMicrobatch + (step - firstStep) * microbatches;
        }
    }

    /**
     * A stage's plan.
     *
     * @param before positions that the stages before train on
     * @throws InputException if micro-batches do not hold whole rows
     */
    static StagePlan of(StageConfig stage, TrainingConfig config, int contextLength, long numRows, long before) {
        if (config.microbatchTokens() % contextLength != 0) {
            throw new InputException("microbatchTokens must be a multiple of the context of %s, got %d and %d"
                    .formatted(stage.name(), config.microbatchTokens(), contextLength));
        }
        double tokens = stage.tokens() > 0 ? stage.tokens() : stage.epochs() * numRows * contextLength;
        Planner planner = new Planner(config, tokens / config.microbatchTokens());
        planner.ramp(before);
        planner.fill();
        return new StagePlan(
                List.copyOf(planner.runs),
                planner.steps,
                planner.microbatches,
                config.microbatchTokens() / contextLength,
                contextLength);
    }

    /** Adds steps while they are nearer to the wanted number of micro-batches than none is. */
    private static final class Planner {
        private final TrainingConfig config;
        private final double wanted;
        private final List<Run> runs = new ArrayList<>();
        private long steps;
        private long microbatches;

        Planner(TrainingConfig config, double wanted) {
            this.config = config;
            this.wanted = wanted;
        }

        void ramp(long before) {
            long position = before;
            while (position < config.batchRamp().overTokens()) {
                int size = config.batchRamp().microbatches(position, config);
                if (numSteps(size) == 0) {
                    return;
                }
                add(1, size);
                position += (long) size * config.microbatchTokens();
            }
        }

        void fill() {
            int size = config.batchTokens() / config.microbatchTokens();
            add(numSteps(size), size);
        }

        /** How many steps of a size are left; a stage has one at least. */
        private long numSteps(int size) {
            return Math.max(steps == 0 ? 1 : 0, Math.round((wanted - microbatches) / size));
        }

        private void add(long count, int size) {
            if (count > 0 && (runs.isEmpty() || runs.get(runs.size() - 1).microbatches() != size)) {
                runs.add(new Run(steps, microbatches, size));
            }
            steps += count;
            microbatches += count * size;
        }
    }

    /** How many micro-batches all ranks have in a step. */
    int microbatches(long step) {
        return run(step).microbatches();
    }

    /** How many micro-batches come before a step. */
    long firstMicrobatch(long step) {
        return run(step).firstMicrobatch(step);
    }

    /** The share of the stage's tokens that is done before a step. */
    double progress(long step) {
        return (double) firstMicrobatch(step) / numMicrobatches;
    }

    /** Positions in a micro-batch. */
    long microbatchTokens() {
        return (long) rows * contextLength;
    }

    /** Positions in the stage. */
    long tokens() {
        return numMicrobatches * microbatchTokens();
    }

    private Run run(long step) {
        int i = runs.size() - 1;
        while (runs.get(i).firstStep() > step) {
            i--;
        }
        return runs.get(i);
    }
}
