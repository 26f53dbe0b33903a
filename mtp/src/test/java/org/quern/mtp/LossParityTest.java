package org.quern.mtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quern.pretrain.checkpoint.ModelFolder;
import org.quern.pretrain.kernel.KernelSource;
import org.quern.pretrain.kernel.Kernels;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ModelConfig;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.ParameterLayout;
import org.quern.pretrain.model.ParameterSpec;
import org.quern.pretrain.model.TokenBatch;
import org.quern.pretrain.train.AdamW;
import org.quern.pretrain.train.GradientStep;
import org.quern.pretrain.train.LossSums;
import org.quern.pretrain.train.PretrainConfig;
import org.quern.pretrain.train.Pretraining;
import org.quern.pretrain.train.StageConfig;
import org.quern.pretrain.train.Training;
import org.quern.tokenizer.shard.PackedSequence;

/**
 * Losses, targets and every gradient of a step with MTP and an exit, and the weights after twenty, against PyTorch;
 * parity.py made the fixture.
 */
final class LossParityTest {
    private static final PyTorchFixture PYTORCH = new PyTorchFixture("parity");
    private static final StageConfig STAGE = PretrainConfig.defaults().stages().get(0);

    @Test
    void lossesAndGradientsAreThoseOfTheFormulas() throws Exception {
        try (Fixture fixture = new Fixture()) {
            LossSums sums = fixture.step.accumulate(List.of(PYTORCH.batch()), 0, fixture.gradients);
            PYTORCH.assertMeans(sums);
            PYTORCH.assertSame(fixture.gradients, "gradients.safetensors");
        }
    }

    @Test
    void weightsAfterTwentyStepsAreThoseOfPyTorch() throws Exception {
        TokenBatch batch = PYTORCH.batch();
        try (Fixture fixture = new Fixture()) {
            AdamW optimizer = new AdamW(
                    fixture.scope, fixture.kernels, PretrainConfig.defaults().optimizer(), fixture.weights.layout());
            for (int update = 1; update <= 20; update++) {
                fixture.step.accumulate(List.of(batch), update - 1, fixture.gradients);
                try (Scope scope = Scope.open("update")) {
                    double norm = optimizer.gradientNorm(scope, fixture.gradients);
                    optimizer.update(scope, fixture.weights, fixture.gradients, norm, update, 1e-3);
                }
                fixture.model.refresh();
            }
            PYTORCH.assertSame(fixture.weights, "after20.safetensors");
        }
    }

    /** The model of parity.py. */
    private static final class Fixture implements AutoCloseable {
        private final Kernels kernels = Kernels.load(KernelSource.decoder().and(MtpLayer.kernels()));
        private final Scope scope = Scope.open("test");
        private final ParameterBuffer weights;
        private final ParameterBuffer gradients;
        private final Model model;
        private final GradientStep step;

        Fixture() throws Exception {
            ModelFolder saved = new ModelFolder(PYTORCH.path());
            ModelConfig config = saved.config();
            List<ParameterSpec> specs = new ArrayList<>(Model.parameters(config));
            specs.addAll(MtpLayer.parameters(config));
            ParameterLayout layout = new ParameterLayout(specs);
            weights = saved.load(scope, layout);
            gradients = ParameterBuffer.zeros(scope, layout);
            model = new Model(config, kernels, weights, false);
            Training training = new Pretraining(LossParityTest.config(), List.of(new MtpLoss(), new ExitLoss()));
            step = new GradientStep(kernels, training.objective(model, STAGE));
        }

        @Override
        public void close() {
            model.close();
            scope.close();
            kernels.close();
        }
    }

    @Test
    void everyTargetIsTakenInTurn() {
        TokenBatch batch = TokenBatch.of(List.of(new PackedSequence(new int[11], 10, new int[] {0, 4})));
        TokenBatch.Targets all = batch.targets(2);
        assertThat(all.rows()).containsExactly(0, 1, 4, 5, 6, 7);
        List<Long> seen = new ArrayList<>();
        for (int step = 0; step < 4; step++) {
            for (long row : all.every(4, step).rows()) {
                seen.add(row);
            }
        }
        assertThat(seen).containsExactlyInAnyOrder(0L, 1L, 4L, 5L, 6L, 7L);
    }

    private static PretrainConfig config() {
        return PretrainConfig.defaults()
                .with(Map.ofEntries(
                        Map.entry("model.hiddenSize", "32"),
                        Map.entry("model.numLayers", "2"),
                        Map.entry("model.numHeads", "4"),
                        Map.entry("model.numKvHeads", "2"),
                        Map.entry("model.intermediateSize", "40"),
                        Map.entry("model.exitLayers", "[1]"),
                        Map.entry("precision", "fp32"),
                        Map.entry("batchTokens", "8"),
                        Map.entry("microbatchTokens", "8"),
                        Map.entry("exitWeight", "0.2"),
                        Map.entry("exitEvery", "1")));
    }
}
