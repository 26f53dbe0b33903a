package org.quern.inference;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quern.mtp.MtpLayer;
import org.quern.pretrain.checkpoint.ModelFolder;
import org.quern.pretrain.kernel.KernelSource;
import org.quern.pretrain.kernel.KernelValue;
import org.quern.pretrain.kernel.Kernels;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.DecoderLayer;
import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ModelConfig;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.ParameterLayout;
import org.quern.pretrain.model.ParameterSpec;

/**
 * A checkpoint's weights with the kernels that decode: some new positions of some rows at a time, against a
 * {@link KvCache}. Hidden states go from call to call as opaque values [N, H], N positions, row after row.
 */
final class DecodingModel implements AutoCloseable {
    private final ModelConfig config;
    private final Kernels kernels;
    private final Scope scope;
    private final KernelValue embedding;
    private final KernelValue layers;
    private final KernelValue norm;
    private final KernelValue head;
    private final KernelValue rotary;
    private final Optional<DraftLayer> draft;

    private DecodingModel(
            ModelConfig config, Kernels kernels, Scope scope, ParameterBuffer weights, Precision precision) {
        this.config = config;
        this.kernels = kernels;
        this.scope = scope;
        boolean bf16 = precision == Precision.BF16;
        List<String> inLayers = new ArrayList<>();
        for (int i = 0; i < config.numHiddenLayers(); i++) {
            inLayers.addAll(names(DecoderLayer.parameters(config, Model.layerPrefix(i))));
        }
        layers = weights(weights, inLayers, bf16, bf16);
        embedding = weights(weights, List.of(Model.EMBEDDING), false, bf16);
        norm = weights(weights, List.of(Model.FINAL_NORM), bf16, bf16);
        String headName = config.tieWordEmbeddings() ? Model.EMBEDDING : Model.HEAD;
        head = weights(weights, List.of(headName), bf16, bf16);
        draft = config.numNextnPredictLayers() == 0
                ? Optional.empty()
                : Optional.of(new DraftLayer(
                        weights(weights, DraftLayer.inputNames(), bf16, bf16),
                        weights(weights, DraftLayer.layerNames(config), bf16, bf16),
                        weights(weights, List.of(MtpLayer.finalNorm(0)), bf16, bf16)));
        rotary = kernels.call(
                scope, "rotary_tables", config.ropeTheta(), config.headDim(), config.maxPositionEmbeddings() + 1, bf16);
    }

    /** Loads a checkpoint folder. */
    static DecodingModel load(Path folder, Precision precision) throws IOException {
        ModelFolder files = new ModelFolder(folder);
        ModelConfig config = files.config();
        Scope scope = Scope.open("decoding model");
        try (Scope loading = Scope.open("loading")) {
            ParameterBuffer weights = files.load(loading, new ParameterLayout(parameters(config)));
            KernelSource source = KernelSource.decoder().and(KernelSource.resource(DecodingModel.class, "decode.py"));
            return new DecodingModel(config, Kernels.load(source), scope, weights, precision);
        } catch (IOException | RuntimeException e) {
            scope.close();
            throw e;
        }
    }

    private static List<ParameterSpec> parameters(ModelConfig config) {
        List<ParameterSpec> specs = new ArrayList<>(Model.parameters(config));
        specs.addAll(MtpLayer.parameters(config));
        return specs;
    }

    private static List<String> names(List<ParameterSpec> specs) {
        return specs.stream().map(ParameterSpec::name).toList();
    }

    private KernelValue weights(ParameterBuffer weights, List<String> names, boolean bf16, boolean own) {
        return kernels.call(scope, "decode_weights", weights.views(names), bf16, own);
    }

    ModelConfig config() {
        return config;
    }

    /** How many weights there are. */
    long parameters() {
        return parameters(config).stream().mapToLong(ParameterSpec::size).sum();
    }

    /** The longest sequence, in tokens. */
    int maxPositions() {
        return config.maxPositionEmbeddings();
    }

    boolean drafts() {
        return draft.isPresent();
    }

    /** An empty cache; the caller closes it. */
    KvCache newCache(int rows, int capacity) {
        if (rows < 1 || capacity < 1 || capacity > maxPositions() + 1) {
            throw new IllegalArgumentException(String.format(
                    "a cache needs at least 1 row and 1 to %d positions, got %d rows and %d positions",
                    maxPositions() + 1, rows, capacity));
        }
        KernelValue value = kernels.call(
                scope,
                "new_caches",
                config.numHiddenLayers() + (drafts() ? 1 : 0),
                rows * capacity,
                config.numKeyValueHeads(),
                config.headDim(),
                rotary);
        return new KvCache(value, rows, capacity);
    }

    /** Copies a row's first positions over another row. */
    void moveRow(KvCache cache, int source, int target, int length) {
        if (source != target && length > 0) {
            Positions.requireRoom(cache, Math.max(source, target), new int[] {0}, length);
            kernels.run("move_row", cache.value(), source, target, cache.capacity(), length);
        }
    }

    /** The next positions of rows: {@code width} for each row from {@code firstRow} on. */
    Positions positions(Scope step, KvCache cache, int firstRow, int[] lengths, int width) {
        int seen = Positions.requireRoom(cache, firstRow, lengths, width);
        long[] held = new long[lengths.length];
        for (int i = 0; i < held.length; i++) {
            held[i] = lengths[i];
        }
        KernelValue tensors = kernels.call(
                step,
                "step_tensors",
                rotary,
                step.longs(held, held.length),
                width,
                firstRow,
                cache.capacity(),
                seen,
                config.numAttentionHeads() / config.numKeyValueHeads());
        return new Positions(cache, firstRow, lengths, width, tensors);
    }

    /** The states that enter the first layer. */
    KernelValue embed(Scope step, long[] tokens) {
        return kernels.call(step, "embed_tokens", tokens(step, tokens), embedding);
    }

    /** Runs layers {@code first..last - 1}, counted from 0; their caches learn the positions. */
    KernelValue layers(Scope step, KernelValue hidden, Positions positions, int first, int last) {
        return layers(step, hidden, positions, layers, 0, first, last);
    }

    /** Gives the caches of layers {@code first} and up what they would hold if this were their input. */
    void fill(KernelValue hidden, Positions positions, int first) {
        fill(hidden, positions, layers, 0, first, config.numHiddenLayers());
    }

    /** Logits [N, V] through the final norm and the head, at the last layer or at an exit. */
    NDArray logits(Scope step, KernelValue hidden) {
        return kernels.array(step, "logits", hidden, norm, head, config.rmsNormEps());
    }

    /**
     * The MTP layer: the token after the next.
     *
     * @param hidden of the last layer, before the final norm
     * @param next the tokens that follow those positions
     * @return its output; its cache learns the positions
     */
    KernelValue draft(Scope step, KernelValue hidden, long[] next, Positions positions) {
        int at = config.numHiddenLayers();
        try (KernelValue input = draftInput(step, hidden, next)) {
            return layers(step, input, positions, draft.orElseThrow().layer(), at, at, at + 1);
        }
    }

    /** Gives the MTP layer's cache what {@link #draft} would, without computing its output. */
    void fillDraft(Scope step, KernelValue hidden, long[] next, Positions positions) {
        int at = config.numHiddenLayers();
        try (KernelValue input = draftInput(step, hidden, next)) {
            fill(input, positions, draft.orElseThrow().layer(), at, at, at + 1);
        }
    }

    /** Logits [N, V] of what {@link #draft} returned. */
    NDArray draftLogits(Scope step, KernelValue output) {
        return kernels.array(step, "logits", output, draft.orElseThrow().norm(), head, config.rmsNormEps());
    }

    /** The most probable token of each position. */
    long[] best(Scope step, NDArray logits) {
        return kernels.array(step, "best_tokens", logits).toLongArray();
    }

    /** How sure each position's prediction is. */
    float[] confidences(Scope step, NDArray logits, Confidence confidence) {
        return kernels.array(step, confidence.kernel(), logits).toFloatArray();
    }

    /** Some of the positions' states. */
    KernelValue choose(Scope step, KernelValue hidden, long[] rows) {
        return kernels.call(step, "choose_rows", hidden, step.longs(rows, rows.length));
    }

    /** States of zeros, to {@link #place} others in. */
    KernelValue blank(Scope step, int rows) {
        return kernels.call(step, "blank_rows", rows, config.hiddenSize());
    }

    /** Copies the states of some positions over some of another value's. */
    void place(Scope step, KernelValue target, long[] at, KernelValue hidden, long[] rows) {
        kernels.run("place_rows", target, step.longs(at, at.length), hidden, step.longs(rows, rows.length));
    }

    private KernelValue draftInput(Scope step, KernelValue hidden, long[] next) {
        return kernels.call(
                step,
                "draft_input",
                hidden,
                tokens(step, next),
                embedding,
                draft.orElseThrow().input(),
                config.rmsNormEps());
    }

    private KernelValue layers(
            Scope step, KernelValue hidden, Positions positions, KernelValue weights, int at, int first, int last) {
        return kernels.call(
                step,
                "decode_layers",
                hidden,
                weights,
                at,
                positions.cache().value(),
                positions.step(),
                first,
                last,
                positions.firstRow(),
                positions.cache().capacity(),
                config.numAttentionHeads(),
                config.numKeyValueHeads(),
                config.rmsNormEps());
    }

    private void fill(KernelValue hidden, Positions positions, KernelValue weights, int at, int first, int last) {
        kernels.run(
                "fill_layers",
                hidden,
                weights,
                at,
                positions.cache().value(),
                positions.step(),
                first,
                last,
                config.numAttentionHeads(),
                config.numKeyValueHeads(),
                config.rmsNormEps());
    }

    private NDArray tokens(Scope step, long[] tokens) {
        for (long token : tokens) {
            if (token < 0 || token >= config.vocabSize()) {
                throw new IllegalArgumentException(
                        "token ids must lie in 0.." + (config.vocabSize() - 1) + ", got " + token);
            }
        }
        return step.longs(tokens, tokens.length);
    }

    @Override
    public void close() {
        scope.close();
        kernels.close();
    }
}
