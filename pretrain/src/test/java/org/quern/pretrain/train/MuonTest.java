package org.quern.pretrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.quern.pretrain.checkpoint.Safetensors;
import org.quern.pretrain.kernel.Kernels;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ParameterSpec;

final class MuonTest {
    private static final Map<String, ParameterSpec> MATRICES = Map.of(
            "stacked",
            new ParameterSpec(
                    "stacked",
                    32,
                    12,
                    1,
                    List.of(
                            new ParameterSpec.Part("q", 16),
                            new ParameterSpec.Part("k", 8),
                            new ParameterSpec.Part("v", 8))),
            "tall",
            ParameterSpec.matrix("tall", 20, 8, 1),
            "wide",
            ParameterSpec.matrix("wide", 8, 20, 1));

    @Test
    void threeStepsArePyTorchs() throws Exception {
        assertThreeSteps(false, 2e-5f);
    }

    @Test
    void threeStepsInBf16AreNear() throws Exception {
        // An update has entries near 0.02 * 0.2, of which bf16 keeps two digits.
        assertThreeSteps(true, 2e-3f);
    }

    @Test
    void onlyHiddenMatricesAreMuons() {
        assertThat(Muon.takes(ParameterSpec.matrix("model.layers.0.mlp.down_proj.weight", 2, 2, 1)))
                .isTrue();
        assertThat(Muon.takes(ParameterSpec.matrix(Model.EMBEDDING, 2, 2, 1))).isFalse();
        assertThat(Muon.takes(ParameterSpec.matrix(Model.HEAD, 2, 2, 1))).isFalse();
        assertThat(Muon.takes(ParameterSpec.norm("model.norm.weight", 2))).isFalse();
    }

    private static void assertThreeSteps(boolean bf16, float tolerance) throws Exception {
        Path file = Path.of(Objects.requireNonNull(MuonTest.class.getResource("muon.safetensors"))
                .toURI());
        try (Safetensors fixture = Safetensors.open(file);
                Kernels kernels = Kernels.load(Muon.source());
                Scope scope = Scope.open("test")) {
            Muon muon = new Muon(kernels, 0.1, bf16);
            for (Map.Entry<String, ParameterSpec> matrix : MATRICES.entrySet()) {
                String name = matrix.getKey();
                ParameterSpec spec = matrix.getValue();
                NDArray weights = array(scope, fixture.floats(name + ".before"), spec);
                NDArray momentum = scope.zeros(spec.rows(), spec.columns());
                for (int step = 0; step < 3; step++) {
                    NDArray gradient = array(scope, fixture.floats(name + ".gradient" + step), spec);
                    muon.update(spec, weights, gradient, momentum, 0.02, scope.floats(new float[] {2}, 1));
                }
                float[] expected = floats(fixture.floats(name + ".after"));
                float[] actual = weights.toFloatArray();
                for (int i = 0; i < expected.length; i++) {
                    assertThat(actual[i]).as("%s[%d]", name, i).isEqualTo(expected[i], within(tolerance));
                }
            }
        }
    }

    private static NDArray array(Scope scope, FloatBuffer values, ParameterSpec spec) {
        return scope.floats(floats(values), spec.rows(), spec.columns());
    }

    private static float[] floats(FloatBuffer values) {
        float[] array = new float[values.remaining()];
        values.get(array);
        return array;
    }
}
