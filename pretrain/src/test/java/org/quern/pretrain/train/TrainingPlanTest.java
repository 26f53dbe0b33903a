package org.quern.pretrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quern.tokenizer.shard.EpochLedger;

final class TrainingPlanTest {
    @Test
    void whatIsLeftCountsAllStagesByTheirCost() {
        StagePlan first = new StagePlan(List.of(new StagePlan.Run(0, 0, 1), new StagePlan.Run(2, 2, 3)), 4, 8, 2, 16);
        StagePlan second = new StagePlan(List.of(new StagePlan.Run(0, 0, 2)), 5, 10, 1, 32);
        TrainingPlan plan = new TrainingPlan(List.of(first, second), List.of(10.0, 20.0), 1e9);
        assertThat(plan.flopsLeft(state(0, 0))).isEqualTo(8 * 32 * 10 + 10 * 32 * 20, within(1e-6));
        assertThat(plan.flopsLeft(state(0, 3))).isEqualTo(3 * 32 * 10 + 10 * 32 * 20, within(1e-6));
        assertThat(plan.flopsLeft(state(1, 4))).isEqualTo(2 * 32 * 20, within(1e-6));
        assertThat(plan.stepTokens(state(0, 2))).isEqualTo(32);
        assertThat(plan.stepTokens(state(0, 3))).isEqualTo(3 * 32);
        assertThat(plan.stepFlops(state(1, 1))).isEqualTo(2 * 32 * 20);
    }

    @Test
    void timeIsSplitWithoutGaps() {
        StepClock clock = new StepClock();
        long start = System.nanoTime();
        clock.lap();
        clock.enter(StepClock.Phase.DATA);
        clock.enter(StepClock.Phase.COMPUTE);
        Map<StepClock.Phase, Double> lap = clock.lap();
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(lap.keySet()).containsExactly(StepClock.Phase.values());
        assertThat(lap.values().stream().mapToDouble(Double::doubleValue).sum()).isBetween(0.0, seconds);
        assertThat(lap.get(StepClock.Phase.EXCHANGE)).isZero();
    }

    @Test
    void durationsAreInTheUnitThatSaysMost() {
        assertThat(TrainingProgress.duration(59.6)).isEqualTo("60 s");
        assertThat(TrainingProgress.duration(1800)).isEqualTo("30 min");
        assertThat(TrainingProgress.duration(5 * 3600)).isEqualTo("5.0 h");
        assertThat(TrainingProgress.duration(30 * 86400)).isEqualTo("30.0 days");
    }

    @Test
    void aStateSurvivesItsCheckpoint() throws Exception {
        OutlierGuard guard = new OutlierGuard(6, 8);
        guard.reasonToSkip(1.5, 0.1f);
        TrainerState state = state(1, 4).after(64, true, EpochLedger.EMPTY).logged(9, 2, guard);
        assertThat(TrainerState.of(state.metadata())).isEqualTo(state);
        assertThat(state.accepted()).isEqualTo(guard.state());
        assertThat(state.nextStage().accepted()).isEmpty();
    }

    private static TrainerState state(int stage, long step) {
        return new TrainerState(stage, step, 0, 0, 0, 0, EpochLedger.EMPTY, 0, 1, "");
    }
}
