package org.quern.mtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quern.pretrain.checkpoint.ModelFolder;
import org.quern.pretrain.checkpoint.Safetensors;
import org.quern.pretrain.kernel.Kernels;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ModelConfig;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.ParameterLayout;
import org.quern.pretrain.model.ParameterSpec;
import org.quern.pretrain.model.TokenBatch;
import org.quern.pretrain.train.GradientStep;
import org.quern.pretrain.train.LossSums;
import org.quern.tokenizer.shard.PackedSequence;

/** Layers one behind the other against PyTorch; tuning.py made the fixtures. */
final class MtpChainTest {
    private static final PyTorchFixture CHECKPOINT = new PyTorchFixture("parity");
    private static final PyTorchFixture PYTORCH = new PyTorchFixture("tuning");
    private static final PyTorchFixture CONTINUED = new PyTorchFixture("continued");
    private static final PyTorchFixture REUSED = new PyTorchFixture("reused");

    private static final int DEPTH = 3;

    @Test
    void lossesAndGradientsAreThoseOfTheFormulas() throws Exception {
        try (Chain chain = new Chain(3)) {
            fill(chain.learning, PYTORCH.path().resolve("copies.safetensors"));
            chain.assertLearnsAs(PYTORCH);
        }
    }

    @Test
    void theLastLayerLearnsWhereItGoesOnFromItself() throws Exception {
        try (Chain chain = new Chain(2)) {
            fill(chain.learning, PYTORCH.path().resolve("copies.safetensors"));
            chain.assertLearnsAs(CONTINUED);
        }
    }

    @Test
    void oneLayerLearnsFromAllThatItSays() throws Exception {
        try (Chain chain = new Chain(1)) {
            chain.tuning.begin(chain.learning);
            chain.assertLearnsAs(REUSED);
        }
    }

    @Test
    void aCopyThatHasNotLearntIsTheFirstLayerAgain() throws Exception {
        try (Chain chain = new Chain(3)) {
            chain.tuning.begin(chain.learning);
            for (String copy : List.of("input_proj.weight", "final_layernorm.weight", "mlp.down_proj.weight")) {
                for (int layer = 1; layer <= 2; layer++) {
                    assertThat(chain.learning.view(MtpLayer.prefix(layer) + copy))
                            .isEqualTo(chain.frozen.view(MtpLayer.prefix(0) + copy));
                }
            }
        }
    }

    @Test
    void documentsWithoutTargetsForALayerTeachItNothing() throws Exception {
        // Three tokens: a target for the first layer, none for the copies.
        TokenBatch batch = TokenBatch.of(List.of(new PackedSequence(new int[] {5, 6, 7, 0}, 3, new int[] {0})));
        try (Chain chain = new Chain(3)) {
            chain.tuning.begin(chain.learning);
            LossSums sums = chain.step(1).accumulate(List.of(batch), 0, chain.gradients);
            assertThat(List.of(sums.count(0), sums.count(1), sums.count(2))).containsExactly(1L, 0L, 0L);
            assertThat(chain.gradients.flat().abs().max().getFloat()).isZero();
        }
    }

    @Test
    void targetsAreTakenInTurn() throws Exception {
        TokenBatch batch = PYTORCH.batch();
        try (Chain chain = new Chain(3)) {
            chain.tuning.begin(chain.learning);
            long[] counts = new long[3];
            for (int step = 0; step < 4; step++) {
                LossSums sums = chain.step(4).accumulate(List.of(batch), step, chain.gradients);
                for (int layer = 0; layer < 3; layer++) {
                    counts[layer] += sums.count(layer);
                }
            }
            assertThat(counts).containsExactly(30, 25, 21);
        }
    }

    /** The model of parity.py with so many MTP layers, three tokens deep. */
    private static final class Chain implements AutoCloseable {
        private final ModelConfig shape;
        private final MtpTuning tuning;
        private final Kernels kernels;
        private final Scope scope = Scope.open("test");
        private final ParameterBuffer frozen;
        private final ParameterBuffer learning;
        private final ParameterBuffer gradients;
        private final Model model;

        Chain(int layers) throws Exception {
            Path checkpoint = CHECKPOINT.path();
            shape = new ModelFolder(checkpoint).config().withMtpLayers(layers);
            tuning = new MtpTuning(checkpoint.toString(), shape, DEPTH, 1);
            kernels = Kernels.load(tuning.kernels());
            frozen = tuning.frozen(scope, shape);
            ParameterLayout layout = new ParameterLayout(tuning.parameters(shape));
            learning = ParameterBuffer.zeros(scope, layout);
            gradients = ParameterBuffer.zeros(scope, layout);
            model = new Model(shape, kernels, learning, Optional.of(frozen), false);
        }

        GradientStep step(int every) {
            return new GradientStep(kernels, new MtpChain(model, DEPTH, every));
        }

        void assertLearnsAs(PyTorchFixture expected) throws Exception {
            LossSums sums = step(1).accumulate(List.of(expected.batch()), 0, gradients);
            expected.assertMeans(sums);
            expected.assertSame(gradients, "gradients.safetensors");
        }

        @Override
        public void close() {
            model.close();
            scope.close();
            kernels.close();
        }
    }

    private static void fill(ParameterBuffer buffer, Path tensors) throws Exception {
        try (Safetensors file = Safetensors.open(tensors)) {
            for (ParameterLayout.Slot slot : buffer.layout().slots()) {
                long offset = slot.offset();
                for (ParameterSpec.Part part : slot.spec().parts()) {
                    long size = part.rows() * slot.spec().size() / slot.spec().rows();
                    buffer.memory(offset, size).put(file.floats(part.name()));
                    offset += size;
                }
            }
        }
    }
}
