package org.quern.pretrain.train;

import java.util.List;

/**
 * All stages in steps, and what they cost.
 *
 * @param stages in order
 * @param flopsPerToken of each stage: of the forward and the backward pass
 * @param peakFlops what all ranks together do in a second, in matrix products alone
 */
record TrainingPlan(List<StagePlan> stages, List<Double> flopsPerToken, double peakFlops) {
    StagePlan of(TrainerState state) {
        return stages.get(state.stage());
    }

    /** Positions of the step that a state comes after. */
    long stepTokens(TrainerState state) {
        StagePlan plan = of(state);
        return plan.microbatches(state.step() - 1) * plan.microbatchTokens();
    }

    /** Operations of the step that a state comes after. */
    double stepFlops(TrainerState state) {
        return stepTokens(state) * flopsPerToken.get(state.stage());
    }

    /** Operations of all steps after a state. */
    double flopsLeft(TrainerState state) {
        double left = 0;
        for (int i = state.stage(); i < stages.size(); i++) {
            StagePlan plan = stages.get(i);
            double done = i == state.stage() ? plan.progress(state.step()) : 0;
            left += (1 - done) * plan.tokens() * flopsPerToken.get(i);
        }
        return left;
    }
}
