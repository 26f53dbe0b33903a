package org.quern.pretrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.job.InputException;

final class StagePlanTest {
    private static final int CONTEXT = 16;

    @Test
    void withoutARampAllStepsAreAlike() throws Exception {
        StagePlan plan = plan(config(1, 64, 0, 0), 10 * 256 + 127, 0);
        assertThat(plan.steps()).isEqualTo(10);
        assertThat(plan.tokens()).isEqualTo(10 * 256);
        assertThat(plan.microbatches(9)).isEqualTo(4);
        assertThat(plan.firstMicrobatch(9)).isEqualTo(36);
        assertThat(plan.rows()).isEqualTo(4);
        assertThat(plan.progress(5)).isEqualTo(0.5);
        assertThat(plan(config(1, 64, 0, 0), 1, 0).steps()).isEqualTo(1);
    }

    @Test
    void stepsGrowAlongTheLineInWholeMicroBatches() throws Exception {
        // Sizes at positions 0, 64, 128, 192, 320, 448 of a line from 64 at 0 to 256 at 576.
        StagePlan plan = plan(config(1, 64, 64, 576), 2048, 0);
        assertThat(plan.runs())
                .containsExactly(
                        new StagePlan.Run(0, 0, 1),
                        new StagePlan.Run(3, 3, 2),
                        new StagePlan.Run(5, 7, 3),
                        new StagePlan.Run(6, 10, 4));
        assertThat(plan.steps()).isEqualTo(6 + 6); // 640 tokens in the ramp, then 5.5 batches of 256
    }

    @Test
    void aLaterStageGoesOnWhereTheRampIs() throws Exception {
        assertThat(plan(config(1, 64, 64, 576), 2048, 320).microbatches(0)).isEqualTo(2);
        assertThat(plan(config(1, 64, 64, 576), 2048, 576).microbatches(0)).isEqualTo(4);
    }

    @Test
    void everyRankHasAsManyMicroBatches() throws Exception {
        StagePlan plan = plan(config(2, 64, 0, 2000), 4000, 0);
        assertThat(plan.runs()).extracting(StagePlan.Run::microbatches).containsExactly(2, 4);
    }

    @Test
    void stepsFollowOneAnotherWithoutGapsAndMeetTheTokens() throws Exception {
        Random random = new Random(11);
        for (int i = 0; i < 200; i++) {
            int ranks = 1 + random.nextInt(3);
            TrainingConfig config = config(ranks, 32, random.nextInt(32 * ranks * 8), random.nextInt(20_000));
            long tokens = random.nextInt(20_000) + 1L;
            long before = random.nextInt(20_000);
            StagePlan plan = plan(config, tokens, before);
            long microbatches = 0;
            for (long step = 0; step < plan.steps(); step++) {
                assertThat(plan.firstMicrobatch(step)).isEqualTo(microbatches);
                assertThat(plan.microbatches(step))
                        .isEqualTo(config.batchRamp().microbatches(before + 32L * microbatches, config));
                microbatches += plan.microbatches(step);
            }
            assertThat(plan.numMicrobatches()).isEqualTo(microbatches);
            assertThat(plan.progress(plan.steps())).isEqualTo(1);
            int last = plan.microbatches(plan.steps() - 1);
            assertThat(Math.abs(plan.tokens() - tokens)).as("%d tokens", tokens).isLessThanOrEqualTo(32L * last);
        }
    }

    @Test
    void mistakesAreSaid() throws Exception {
        StageConfig stage = new StageConfig("stage1", 100, 0, LearningRate.cosine(1, 1, 0, 1), 10_000, 0);
        TrainingConfig config = config(1, 64, 0, 0);
        assertThatThrownBy(() -> StagePlan.of(stage, config, 48, 1, 0))
                .isInstanceOf(InputException.class)
                .hasMessage("microbatchTokens must be a multiple of the context of stage1, got 64 and 48");
        assertThatThrownBy(() -> config(1, 64, 257, 1000))
                .hasMessageContaining("batchRamp.fromTokens must be at most batchTokens, 256, got 257");
        assertThatThrownBy(() -> new BatchRamp(-1, 0)).hasMessageContaining("got -1 and 0");
    }

    private static StagePlan plan(TrainingConfig config, long tokens, long before) {
        StageConfig stage = new StageConfig("stage1", tokens, 0, LearningRate.cosine(1, 1, 0, 1), 10_000, 0);
        return StagePlan.of(stage, config, CONTEXT, 1000, before);
    }

    /** Batches of 256 tokens, or of 8 micro-batches of each rank where there are several. */
    private static TrainingConfig config(int ranks, int microbatchTokens, int from, long over) throws Exception {
        ObjectNode json = (ObjectNode) ConfigReader.toJson(TinyCorpus.config(1, 64, "fp32"));
        json.put("ranks", ranks)
                .put("microbatchTokens", microbatchTokens)
                .put("batchTokens", microbatchTokens == 32 ? 32 * 8 * ranks : 256);
        json.putObject("batchRamp").put("fromTokens", from).put("overTokens", over);
        return ConfigReader.JSON.treeToValue(json, PretrainConfig.class).training();
    }
}
