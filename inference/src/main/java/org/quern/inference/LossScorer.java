package org.quern.inference;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.quern.ingest.job.InputException;
import org.quern.pretrain.model.TokenBatch;

/**
 * The cross-entropy of given text in fp32, at every exit layer from one forward pass. Position i predicts token i + 1, as in
 * transformers.
 */
public final class LossScorer implements AutoCloseable {
    private final ScoringModel model;
    private final List<Integer> layers;

    private LossScorer(ScoringModel model) {
        this.model = model;
        List<Integer> all = new ArrayList<>(model.config().exitLayers());
        all.add(model.config().numHiddenLayers());
        this.layers = List.copyOf(all);
    }

    /**
     * Loads a checkpoint folder.
     *
     * @throws InputException if it holds no whole checkpoint
     */
    public static LossScorer open(Path folder) {
        return new LossScorer(ScoringModel.open(folder, Precision.FP32));
    }

    /** The layers after which the loss is taken, counted from 1; the last is the whole model's. */
    public List<Integer> layers() {
        return layers;
    }

    /**
     * The losses of windows of text, in nats, summed over all tokens of a window but the first.
     *
     * @param windows of 2 tokens to the model's context each
     * @return for each window, one sum for each of {@link #layers()}
     */
    public double[][] losses(List<int[]> windows) {
        windows.forEach(window -> requireLength(window.length));
        double[][] losses = new double[windows.size()][layers.size()];
        model.read(windows, pass -> {
            TokenBatch.Targets targets = targets(windows, pass);
            for (int exit = 0; exit < layers.size(); exit++) {
                float[] each = model.head()
                        .losses(pass.step(), pass.hidden().get(layers.get(exit)), targets)
                        .toFloatArray();
                for (int i = 0; i < each.length; i++) {
                    losses[pass.rows().get((int) (targets.rows()[i] / pass.width()))][exit] += each[i];
                }
            }
        });
        return losses;
    }

    /** Every token but the first, at the position before it. */
    private static TokenBatch.Targets targets(List<int[]> windows, ScoringModel.Pass pass) {
        int number = pass.rows().stream()
                .mapToInt(row -> windows.get(row).length - 1)
                .sum();
        long[] rows = new long[number];
        long[] ids = new long[number];
        int n = 0;
        for (int row = 0; row < pass.rows().size(); row++) {
            int[] tokens = windows.get(pass.rows().get(row));
            for (int i = 0; i + 1 < tokens.length; i++) {
                rows[n] = (long) row * pass.width() + i;
                ids[n++] = tokens[i + 1];
            }
        }
        return new TokenBatch.Targets(rows, ids);
    }

    private void requireLength(int tokens) {
        int longest = model.config().maxPositionEmbeddings();
        if (tokens < 2 || tokens > longest) {
            throw new IllegalArgumentException("a window must have 2 to " + longest + " tokens, got " + tokens);
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
