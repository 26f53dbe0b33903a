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

/** Three layers one behind the other against PyTorch; tuning.py made the fixture. */
final class MtpChainTest {
    private static final PyTorchFixture CHECKPOINT = new PyTorchFixture("parity");
    private static final PyTorchFixture PYTORCH = new PyTorchFixture("tuning");

    @Test
    void lossesAndGradientsAreThoseOfTheFormulas() throws Exception {
        try (Chain chain = new Chain()) {
            fill(chain.copies, PYTORCH.path().resolve("copies.safetensors"));
            LossSums sums = chain.step(1).accumulate(List.of(PYTORCH.batch()), 0, chain.gradients);
            PYTORCH.assertMeans(sums);
            PYTORCH.assertSame(chain.gradients, "gradients.safetensors");
        }
    }

    @Test
    void aCopyThatHasNotLearntIsTheFirstLayerAgain() throws Exception {
        try (Chain chain = new Chain()) {
            chain.tuning.begin(chain.copies, chain.frozen);
            for (String copy : List.of("input_proj.weight", "final_layernorm.weight", "mlp.down_proj.weight")) {
                for (int layer = 1; layer <= 2; layer++) {
                    assertThat(chain.copies.view(MtpLayer.prefix(layer) + copy))
                            .isEqualTo(chain.frozen.view(MtpLayer.prefix(0) + copy));
                }
            }
        }
    }

    @Test
    void documentsWithoutTargetsForALayerTeachItNothing() throws Exception {
        // Three tokens: a target for the first layer, none for the copies.
        TokenBatch batch = TokenBatch.of(List.of(new PackedSequence(new int[] {5, 6, 7, 0}, 3, new int[] {0})));
        try (Chain chain = new Chain()) {
            chain.tuning.begin(chain.copies, chain.frozen);
            LossSums sums = chain.step(1).accumulate(List.of(batch), 0, chain.gradients);
            assertThat(List.of(sums.count(0), sums.count(1), sums.count(2))).containsExactly(1L, 0L, 0L);
            assertThat(chain.gradients.flat().abs().max().getFloat()).isZero();
        }
    }

    @Test
    void targetsAreTakenInTurn() throws Exception {
        TokenBatch batch = PYTORCH.batch();
        try (Chain chain = new Chain()) {
            chain.tuning.begin(chain.copies, chain.frozen);
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

    /** The model of parity.py with two more layers. */
    private static final class Chain implements AutoCloseable {
        private final ModelConfig shape;
        private final MtpTuning tuning;
        private final Kernels kernels;
        private final Scope scope = Scope.open("test");
        private final ParameterBuffer frozen;
        private final ParameterBuffer copies;
        private final ParameterBuffer gradients;
        private final Model model;

        Chain() throws Exception {
            Path checkpoint = CHECKPOINT.path();
            shape = new ModelFolder(checkpoint).config().withMtpLayers(3);
            tuning = new MtpTuning(checkpoint.toString(), shape, 1);
            kernels = Kernels.load(tuning.kernels());
            frozen = tuning.frozen(scope, shape);
            ParameterLayout layout = new ParameterLayout(tuning.parameters(shape));
            copies = ParameterBuffer.zeros(scope, layout);
            gradients = ParameterBuffer.zeros(scope, layout);
            model = new Model(shape, kernels, copies, Optional.of(frozen), false);
        }

        GradientStep step(int every) {
            return new GradientStep(kernels, new MtpChain(model, every));
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
