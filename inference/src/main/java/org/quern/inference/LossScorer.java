package org.quern.inference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.quern.ingest.job.InputException;
import org.quern.pretrain.checkpoint.ModelFolder;
import org.quern.pretrain.kernel.KernelSource;
import org.quern.pretrain.kernel.Kernels;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.BatchTensors;
import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ModelConfig;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.ParameterLayout;
import org.quern.pretrain.model.TokenBatch;
import org.quern.pretrain.model.Trunk;
import org.quern.pretrain.model.VocabularyHead;
import org.quern.tokenizer.shard.PackedSequence;

/**
 * The cross-entropy of given text in fp32, at every exit layer from one forward pass. Position i predicts token i + 1, as in
 * transformers.
 */
public final class LossScorer implements AutoCloseable {
    /** Positions in one forward pass; bounds its memory. */
    private static final int PASS_TOKENS = 4096;

    private final Scope scope;
    private final Kernels kernels;
    private final Model model;
    private final Trunk trunk;
    private final VocabularyHead head;
    private final List<Integer> layers;

    private LossScorer(Scope scope, ModelFolder files) throws IOException {
        ModelConfig config = files.config();
        this.scope = scope;
        ParameterBuffer weights = files.load(scope, new ParameterLayout(Model.parameters(config)));
        this.kernels = Kernels.load(KernelSource.decoder());
        this.model = new Model(config, kernels, weights, false);
        this.trunk = new Trunk(model);
        this.head = new VocabularyHead(model, Model.FINAL_NORM);
        List<Integer> all = new ArrayList<>(config.exitLayers());
        all.add(config.numHiddenLayers());
        this.layers = List.copyOf(all);
    }

    /**
     * Loads a checkpoint folder.
     *
     * @throws InputException if it holds no whole checkpoint
     */
    public static LossScorer open(Path folder) {
        Scope scope = Scope.open("loss scorer");
        try {
            return new LossScorer(scope, new ModelFolder(folder));
        } catch (IOException e) {
            scope.close();
            throw Engine.noCheckpoint(folder, e);
        }
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
        double[][] losses = new double[windows.size()][layers.size()];
        List<Integer> longestFirst = IntStream.range(0, windows.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> -windows.get(i).length))
                .toList();
        for (int from = 0; from < longestFirst.size(); ) {
            int width = windows.get(longestFirst.get(from)).length;
            int to = Math.min(longestFirst.size(), from + Math.max(1, PASS_TOKENS / width));
            pass(windows, longestFirst.subList(from, to), width, losses);
            from = to;
        }
        return losses;
    }

    private void pass(List<int[]> windows, List<Integer> chosen, int width, double[][] losses) {
        List<PackedSequence> rows = new ArrayList<>();
        for (int window : chosen) {
            int[] tokens = windows.get(window);
            requireLength(tokens.length);
            rows.add(new PackedSequence(Arrays.copyOf(tokens, width), tokens.length, new int[] {0}));
        }
        TokenBatch batch = TokenBatch.of(rows);
        TokenBatch.Targets targets = batch.targets(1);
        try (Scope step = Scope.open("scoring")) {
            BatchTensors tensors = new BatchTensors(step, kernels, model.config(), batch, false);
            var hidden = trunk.hidden(step, tensors);
            for (int exit = 0; exit < layers.size(); exit++) {
                float[] each =
                        head.losses(step, hidden.get(layers.get(exit)), targets).toFloatArray();
                for (int i = 0; i < each.length; i++) {
                    losses[chosen.get((int) (targets.rows()[i] / width))][exit] += each[i];
                }
            }
        }
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
        kernels.close();
        scope.close();
    }
}
