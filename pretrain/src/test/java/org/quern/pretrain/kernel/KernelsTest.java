package org.quern.pretrain.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KernelsTest {
    private static final KernelSource SOURCE = new KernelSource("""
            def both(self, x: Tensor, others: List[Tensor], n: int, a: float, up: bool) -> Tuple[Tensor, List[Tensor]]:
                # Halves stay in bf16, which only kernels may read.
                if up:
                    x = x + a
                halves: List[Tensor] = []
                for i in range(n):
                    halves.append((others[i] * 0.5).to(torch.bfloat16))
                return x, halves


            def widen(self, halves: List[Tensor]) -> Tensor:
                return torch.stack(halves).to(torch.float32)
            """);

    @Test
    void argumentsAndResultsOfEveryKindPass() {
        try (Kernels kernels = Kernels.load(SOURCE);
                Scope scope = Scope.open("test")) {
            NDArray x = scope.floats(new float[] {1, 2}, 2);
            List<KernelValue> parts =
                    kernels.call(scope, "both", x, List.of(x, x), 2, 0.25, true).parts();
            assertThat(parts.get(0).array().toFloatArray()).containsExactly(1.25f, 2.25f);
            assertThat(kernels.array(scope, "widen", parts.get(1)).toFloatArray())
                    .containsExactly(.5f, 1, .5f, 1);
        }
    }

    @Test
    void nothingIsLeftWhenAScopeCloses() {
        try (Kernels kernels = Kernels.load(SOURCE)) {
            long values = Scope.liveValues();
            long scopes = Scope.liveScopes();
            for (int step = 0; step < 100; step++) {
                try (Scope scope = Scope.open("step")) {
                    NDArray x = scope.floats(new float[] {1, 2}, 2);
                    kernels.call(scope, "both", x, List.of(x), 1, 0.25, false).parts();
                    assertThat(Scope.liveValues()).isEqualTo(values + 3);
                }
                assertThat(Scope.liveValues()).isEqualTo(values);
                assertThat(Scope.liveScopes()).isEqualTo(scopes);
            }
        }
    }

    @Test
    void mistakesAreExceptions() {
        assertThatThrownBy(() ->
                        Kernels.load(new KernelSource("def f(self, x: Tensor) -> Tensor:\n    return torch.nope(x)")))
                .hasMessageContaining("nope");
        try (Kernels kernels = Kernels.load(SOURCE);
                Scope scope = Scope.open("test")) {
            NDArray x = scope.floats(new float[] {1, 2}, 2);
            assertThatThrownBy(() -> kernels.call(scope, "both", x)).hasMessageContaining("both");
            assertThatThrownBy(() -> kernels.call(scope, "absent", x)).hasMessageContaining("absent");
            assertThatThrownBy(() -> kernels.call(scope, "widen", "text")).hasMessageContaining("String");
        }
    }
}
