package org.quern.inference;

import ai.djl.ndarray.NDArray;
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

/** A model that reads given tokens, many rows at a time, and generates none. */
final class ScoringModel implements AutoCloseable {
    /** Positions in one forward pass; bounds its memory. */
    private static final int PASS_TOKENS = 4096;

    private final Scope scope;
    private final Kernels kernels;
    private final Model model;
    private final Trunk trunk;
    private final VocabularyHead head;

    private ScoringModel(Scope scope, ModelFolder files, Precision precision) throws IOException {
        ModelConfig config = files.config();
        this.scope = scope;
        ParameterBuffer weights = files.load(scope, new ParameterLayout(Model.parameters(config)));
        this.kernels = Kernels.load(KernelSource.decoder());
        this.model = new Model(config, kernels, weights, precision == Precision.BF16);
        this.trunk = new Trunk(model);
        this.head = new VocabularyHead(model, Model.FINAL_NORM);
    }

    /**
     * Loads a checkpoint folder.
     *
     * @throws InputException if it holds no whole checkpoint, or the precision is for decoding alone
     */
    static ScoringModel open(Path folder, Precision precision) {
        if (precision == Precision.INT8) {
            throw new InputException("scoring reads in fp32 or bf16, got int8, which spares decoding weights to read");
        }
        Scope scope = Scope.open("scoring model");
        try {
            return new ScoringModel(scope, new ModelFolder(folder), precision);
        } catch (IOException e) {
            scope.close();
            throw Engine.noCheckpoint(folder, e);
        }
    }

    ModelConfig config() {
        return model.config();
    }

    VocabularyHead head() {
        return head;
    }

    /**
     * Some rows after one forward pass.
     *
     * @param step owner of everything native
     * @param rows which of all rows these are, by number
     * @param width positions of each: row i of the pass begins at position i * width
     * @param hidden L + 1 arrays [rows, width, H], as {@link Trunk#hidden} has them
     */
    record Pass(Scope step, List<Integer> rows, int width, List<NDArray> hidden) {}

    /** What is done with a pass before its memory is freed. */
    interface PassReader {
        void read(Pass pass);
    }

    /**
     * Reads rows in passes of like length. Each row attends to itself alone, and what comes after its end changes nothing
     * before: attention is causal, so padding on the right needs no mask.
     *
     * @param rows token ids; 1 to the model's context of them each
     */
    void read(List<int[]> rows, PassReader reader) {
        List<Integer> longestFirst = IntStream.range(0, rows.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> -rows.get(i).length))
                .toList();
        for (int from = 0; from < longestFirst.size(); ) {
            int width = rows.get(longestFirst.get(from)).length;
            int to = Math.min(longestFirst.size(), from + Math.max(1, PASS_TOKENS / width));
            pass(rows, longestFirst.subList(from, to), width, reader);
            from = to;
        }
    }

    private void pass(List<int[]> rows, List<Integer> chosen, int width, PassReader reader) {
        List<PackedSequence> padded = new ArrayList<>();
        for (int row : chosen) {
            padded.add(new PackedSequence(Arrays.copyOf(rows.get(row), width), width, new int[] {0}));
        }
        try (Scope step = Scope.open("scoring")) {
            BatchTensors tensors =
                    new BatchTensors(step, kernels, model.config(), TokenBatch.of(padded), model.isBf16());
            reader.read(new Pass(step, chosen, width, trunk.hidden(step, tensors)));
        }
    }

    @Override
    public void close() {
        model.close();
        kernels.close();
        scope.close();
    }
}
