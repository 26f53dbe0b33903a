package org.quern.pretrain.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.quern.pretrain.model.TokenBatch;
import org.quern.tokenizer.shard.PackedSequence;

/** Attention by documents against the formula with a mask of T x T, forward and backward. */
final class AttentionTest {
    private static final int LENGTH = 300;
    private static final int HEADS = 4;
    private static final int KV_HEADS = 2;
    private static final int WIDTH = 8;
    /** The masked formula, by autograd's rules; `starts` [B, T] says where each position's document begins. */
    private static final KernelSource FORMULA = new KernelSource("""
            def masked(self, saved: List[Tensor], starts: Tensor) -> Tensor:
                scores = torch.matmul(saved[0], saved[1].transpose(2, 3)) / float(saved[0].size(3)) ** 0.5
                apart = (starts.unsqueeze(2) != starts.unsqueeze(1)).unsqueeze(1)
                later = torch.ones_like(scores).to(torch.bool).triu(1)
                return torch.softmax(scores.masked_fill(apart.logical_or(later), float("-inf")), -1)


            def formula(self, saved: List[Tensor], starts: Tensor) -> Tensor:
                return torch.matmul(self.masked(saved, starts), saved[2]).transpose(1, 2)


            def formula_backward(self, d: Tensor, saved: List[Tensor], starts: Tensor) -> List[Tensor]:
                p = self.masked(saved, starts)
                dp = torch.matmul(d, saved[2].transpose(2, 3))
                ds = p * (dp - (p * dp).sum([-1], True)) / float(d.size(3)) ** 0.5
                return [torch.matmul(ds, saved[1]), torch.matmul(ds.transpose(2, 3), saved[0]), torch.matmul(p.transpose(2, 3), d)]


            def attended(self, saved: List[Tensor]) -> Tensor:
                return saved[3].transpose(1, 2)

            """);

    @Test
    void documentsAttendAsUnderAMask() {
        TokenBatch batch = TokenBatch.of(List.of(
                new PackedSequence(new int[LENGTH], 260, new int[] {0, 1, 41, 240}),
                new PackedSequence(new int[LENGTH], LENGTH, new int[] {0})));
        assertThat(batch.documents()).containsExactly(0, 0, 1, 0, 1, 40, 0, 41, 199, 0, 240, 20, 1, 0, LENGTH);
        try (Kernels kernels = Kernels.load(KernelSource.decoder().and(FORMULA));
                Scope scope = Scope.open("test")) {
            NDArray starts = scope.longs(batch.starts(), 2, LENGTH);
            KernelValue angles = kernels.call(scope, "batch_tensors", starts, 10_000.0, WIDTH, false);
            NDArray qkv = random(scope, 2, LENGTH, HEADS + 2 * KV_HEADS, WIDTH);
            KernelValue saved = kernels.call(scope, "attention", qkv, angles, batch.documents(), HEADS, KV_HEADS);
            float[] attended = kernels.array(scope, "attended", saved).toFloatArray();
            assertReal(
                    batch,
                    attended,
                    kernels.array(scope, "formula", saved, starts).toFloatArray());

            NDArray d = random(scope, 2, HEADS, LENGTH, WIDTH);
            List<NDArray> ours = backward(kernels, scope, d, saved, batch);
            List<NDArray> again = backward(kernels, scope, d, saved, batch);
            List<NDArray> formula =
                    kernels.call(scope, "formula_backward", d, saved, starts).arrays();
            for (int i = 0; i < 3; i++) {
                assertThat(again.get(i)).isEqualTo(ours.get(i));
                assertReal(batch, byPosition(ours.get(i)), byPosition(formula.get(i)));
            }
        }
    }

    private static List<NDArray> backward(
            Kernels kernels, Scope scope, NDArray d, KernelValue saved, TokenBatch batch) {
        return kernels.call(scope, "attend_backward", d, saved, batch.documents())
                .arrays();
    }

    private static float[] byPosition(NDArray gradient) {
        return gradient.transpose(0, 2, 1, 3).toFloatArray();
    }

    /** Compares [B, T, h, D] where tokens are; nobody reads what padding holds. */
    private static void assertReal(TokenBatch batch, float[] actual, float[] expected) {
        int width = HEADS * WIDTH;
        for (int row = 0; row < batch.numRows(); row++) {
            int from = row * LENGTH * width;
            int to = from + batch.lengths()[row] * width;
            assertThat(Arrays.copyOfRange(actual, from, to))
                    .containsExactly(Arrays.copyOfRange(expected, from, to), within(2e-5f));
        }
    }

    private static NDArray random(Scope scope, long... shape) {
        int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        Random random = new Random(size);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return scope.floats(values, shape);
    }
}
