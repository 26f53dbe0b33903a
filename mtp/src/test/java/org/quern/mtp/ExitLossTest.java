package org.quern.mtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quern.pretrain.kernel.KernelSource;
import org.quern.pretrain.kernel.Kernels;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ModelConfig;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.ParameterLayout;
import org.quern.pretrain.model.TokenBatch;
import org.quern.pretrain.train.PretrainConfig;
import org.quern.pretrain.train.TrunkLossTerm;
import org.quern.tokenizer.shard.PackedSequence;

final class ExitLossTest {
    private static final TokenBatch BATCH = TokenBatch.of(List.of(new PackedSequence(new int[9], 9, new int[] {0})));

    @Test
    void exitsTakeTurnsAndSeeEveryPosition() {
        PretrainConfig config = config("layerSkip.rotateExits", "true");
        List<TrunkLossTerm> terms = terms(config, 0);
        long[][] seen = new long[2][8];
        for (int step = 0; step < 8; step++) {
            for (int exit = 0; exit < 2; exit++) {
                long[] rows = terms.get(exit).targets(BATCH, step).rows();
                assertThat(rows.length > 0).isEqualTo(step % 2 == exit);
                for (long row : rows) {
                    seen[exit][(int) row]++;
                }
            }
        }
        assertThat(seen[0]).containsOnly(1);
        assertThat(seen[1]).containsOnly(1);
    }

    @Test
    void theWeightRisesInTheFirstStage() {
        PretrainConfig config = config("layerSkip.exitWarmupSteps", "4");
        TrunkLossTerm first = terms(config, 0).get(0);
        assertThat(List.of(first.weight(0), first.weight(1), first.weight(3), first.weight(9)))
                .containsExactly(0.05, 0.1, 0.2, 0.2);
        assertThat(terms(config, 1).get(0).weight(0)).isEqualTo(0.2);
    }

    private static List<TrunkLossTerm> terms(PretrainConfig config, int stage) {
        ModelConfig shape = config.model().config(16, 9, 10_000);
        try (Kernels kernels = Kernels.load(KernelSource.decoder());
                Scope scope = Scope.open("test");
                Model model = new Model(
                        shape,
                        kernels,
                        ParameterBuffer.zeros(scope, new ParameterLayout(Model.parameters(shape))),
                        false)) {
            return new ExitLoss().terms(model, config.stages().get(stage), config);
        }
    }

    private static PretrainConfig config(String key, String value) {
        return PretrainConfig.defaults()
                .with(Map.of(
                        "model.hiddenSize",
                        "8",
                        "model.numLayers",
                        "3",
                        "model.intermediateSize",
                        "8",
                        "model.mtpLayers",
                        "0",
                        "model.exitLayers",
                        "[1, 2]",
                        "exitWeight",
                        "0.2",
                        "exitEvery",
                        "4",
                        key,
                        value));
    }
}
