package org.quern.inference;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.quern.ingest.job.InputException;
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
 * A checkpoint's weights with the kernels that decode: new positions of some sequences at a time, against a {@link KvCache}.
 * Hidden states go from call to call as opaque values [N, H], a row for each position of {@link Rows}.
 */
final class DecodingModel implements AutoCloseable {
    private final ModelConfig config;
    private final Kernels kernels;
    private final Scope scope;
    private final Precision precision;
    private final KernelValue embedding;
    private final KernelValue layers;
    private final Map<Integer, KernelValue> fills = new TreeMap<>();
    private final Map<Integer, KernelValue> classifiers = new TreeMap<>();
    private final KernelValue norm;
    private final KernelValue head;
    private final KernelValue rotary;
    private final List<DraftLayer> drafts = new ArrayList<>();

    private DecodingModel(
            ModelConfig config,
            Kernels kernels,
            Scope scope,
            ParameterBuffer weights,
            Optional<ExitClassifiers> classifiers,
            Precision precision) {
        this.config = config;
        this.kernels = kernels;
        this.scope = scope;
        this.precision = precision;
        List<String> inLayers = new ArrayList<>();
        for (int i = 0; i < config.numHiddenLayers(); i++) {
            inLayers.addAll(names(DecoderLayer.parameters(config, Model.layerPrefix(i))));
        }
        List<NDArray> trunk = weights.views(inLayers);
        layers = kernels.call(scope, "layer_weights", trunk, precision.kind());
        config.exitLayers().forEach(exit -> fills.put(exit, fill(trunk, exit)));
        classifiers.ifPresent(all -> all.weights()
                .forEach((exit, w) ->
                        this.classifiers.put(exit, kernels.call(scope, "copies", List.of(scope.floats(w, w.length))))));
        embedding = copies(weights, List.of(Model.EMBEDDING));
        norm = copies(weights, List.of(Model.FINAL_NORM));
        head = matrix(weights, config.tieWordEmbeddings() ? Model.EMBEDDING : Model.HEAD);
        rotary = kernels.call(
                scope,
                "rotary_tables",
                config.ropeTheta(),
                config.headDim(),
                config.maxPositionEmbeddings() + 1,
                precision.isHalf());
        for (int i = 0; i < config.numNextnPredictLayers(); i++) {
            List<NDArray> whole = weights.views(names(MtpLayer.parameters(config, i)));
            List<NDArray> inner = weights.views(names(DecoderLayer.parameters(config, MtpLayer.prefix(i))));
            drafts.add(new DraftLayer(
                    config,
                    kernels,
                    i,
                    kernels.call(scope, "draft_weights", whole, head, embedding, precision.kind()),
                    fill(inner, 0),
                    rotary));
        }
    }

    /** Loads a checkpoint folder. */
    static DecodingModel load(Path folder, Precision precision) throws IOException {
        ModelFolder files = new ModelFolder(folder);
        ModelConfig config = files.config();
        Scope scope = Scope.open("decoding model");
        try (Scope loading = Scope.open("loading")) {
            ParameterBuffer weights = files.load(loading, new ParameterLayout(parameters(config)));
            KernelSource source = KernelSource.decoder().and(KernelSource.resource(DecodingModel.class, "decode.py"));
            Kernels kernels = Kernels.load(source);
            requireFinite(folder, kernels, weights);
            return new DecodingModel(config, kernels, scope, weights, ExitClassifiers.read(folder, config), precision);
        } catch (IOException | RuntimeException e) {
            scope.close();
            throw e;
        }
    }

    private static void requireFinite(Path folder, Kernels kernels, ParameterBuffer weights) {
        for (ParameterLayout.Slot slot : weights.layout().slots()) {
            String name = slot.spec().name();
            try (Scope check = Scope.open("check")) {
                NDArray view = weights.views(List.of(name)).get(0);
                long broken = kernels.array(check, "not_finite", view).getLong();
                if (broken > 0) {
                    kernels.close();
                    throw new InputException(String.format(
                            "%s: %d of the %d numbers of %s are NaN or infinite; take an earlier checkpoint",
                            folder.resolve("model.safetensors"),
                            broken,
                            slot.spec().size(),
                            name));
                }
            }
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

    private KernelValue copies(ParameterBuffer weights, List<String> names) {
        return kernels.call(scope, "copies", weights.views(names));
    }

    private KernelValue matrix(ParameterBuffer weights, String name) {
        return kernels.call(scope, "plain_matrix", weights.views(List.of(name)).get(0), precision.kind());
    }

    private KernelValue fill(List<NDArray> weights, int first) {
        int rows = 2 * config.numKeyValueHeads() * config.headDim();
        return kernels.call(scope, "fill_weights", weights, first, rows, precision.kind());
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

    /** The MTP layers. */
    List<DraftLayer> draftLayers() {
        return drafts;
    }

    /** The memory of a page of a cache, in bytes. */
    long bytesPerPage() {
        long numbers = (long) KvCache.PAGE * 2 * config.numKeyValueHeads() * config.headDim();
        return numbers * (precision.isHalf() ? 2 : 4) * (config.numHiddenLayers() + drafts.size());
    }

    /** An empty cache; the caller closes it. */
    KvCache newCache(int pages) {
        if (pages < 2) {
            throw new IllegalArgumentException("a cache needs 2 pages or more, got " + pages);
        }
        KernelValue value = kernels.call(
                scope,
                "new_cache",
                (long) pages * (config.numHiddenLayers() + drafts.size()),
                KvCache.PAGE,
                config.numKeyValueHeads(),
                config.headDim(),
                rotary);
        return new KvCache(value, pages, pages * bytesPerPage(), new PagePool(pages));
    }

    /** The next positions of some sequences. */
    Rows rows(Scope step, List<Span> spans) {
        return tables(step, List.of(RowTables.of(spans, precision.isHalf())));
    }

    /** The next few positions of some sequences, and parts of the prompts of others, which attend apart. */
    Rows rows(Scope step, List<Span> few, List<Span> read) {
        List<RowTables> groups = new ArrayList<>();
        if (!few.isEmpty()) {
            groups.add(RowTables.of(few, precision.isHalf()));
        }
        if (!read.isEmpty()) {
            groups.add(RowTables.reading(read, precision.isHalf()));
        }
        return tables(step, groups);
    }

    private Rows tables(Scope step, List<RowTables> groups) {
        List<NDArray> arrays = new ArrayList<>();
        for (RowTables group : groups) {
            arrays.add(longs(step, group.positions()));
            arrays.add(longs(step, group.slots()));
            arrays.add(step.longs(group.tables(), group.sequences(), group.tables().length / group.sequences()));
            arrays.add(longs(step, group.rectangle()));
            arrays.add(longs(step, group.places()));
        }
        int queriesPerKey = config.numAttentionHeads() / config.numKeyValueHeads();
        return new Rows(kernels.call(step, "step_tensors", rotary, arrays, KvCache.PAGE, queriesPerKey));
    }

    /** The states that enter the first layer. */
    KernelValue embed(Scope step, long[] tokens) {
        return kernels.call(step, "embed_tokens", tokens(step, tokens, config), embedding);
    }

    /** Runs layers {@code first..last - 1}, counted from 0; their caches learn the positions. */
    KernelValue layers(Scope step, KvCache cache, KernelValue hidden, Rows rows, int first, int last) {
        return kernels.call(
                step,
                "decode_layers",
                hidden,
                layers,
                cache.value(),
                rows.step(),
                first,
                last,
                cache.pages(),
                config.numAttentionHeads(),
                config.numKeyValueHeads(),
                config.rmsNormEps());
    }

    /**
     * Gives the caches of layer {@code exit}, counted from 0, and of those above it what they would hold if this were their
     * input.
     *
     * @param exit one of the exits
     * @param hidden a row for each position
     */
    void fill(Scope step, KvCache cache, KernelValue hidden, int exit, long[] positions, long[] slots) {
        kernels.run(
                "fill_positions",
                hidden,
                Objects.requireNonNull(fills.get(exit)),
                cache.value(),
                rotary,
                longs(step, positions),
                longs(step, slots),
                exit,
                cache.pages(),
                config.numKeyValueHeads(),
                config.rmsNormEps());
    }

    /** Logits [N, V] through the final norm and the head, at the last layer or at an exit. */
    NDArray logits(Scope step, KernelValue hidden) {
        return kernels.array(step, "logits", hidden, norm, head, rotary, config.rmsNormEps());
    }

    /** The most probable token of each position. */
    long[] best(Scope step, NDArray logits) {
        return kernels.array(step, "best_tokens", logits).toLongArray();
    }

    /** The most probable token's probability at each position. */
    float[] topProbabilities(Scope step, NDArray logits) {
        return kernels.array(step, "top_probability", logits).toFloatArray();
    }

    /** That probability less the second one's. */
    float[] margins(Scope step, NDArray logits) {
        return kernels.array(step, "margin", logits).toFloatArray();
    }

    /** How probable it is, by an exit's classifier, that the last layer says what the exit says. */
    float[] classify(Scope step, KernelValue hidden, int exit) {
        KernelValue classifier = Objects.requireNonNull(classifiers.get(exit));
        return kernels.array(step, "classify", hidden, classifier, config.rmsNormEps())
                .toFloatArray();
    }

    /** Whether every exit has a classifier. */
    boolean hasClassifiers() {
        return classifiers.keySet().containsAll(config.exitLayers());
    }

    /** How little a layer changed its input, for each position. */
    float[] similarities(Scope step, KernelValue hidden, KernelValue before) {
        return kernels.array(step, "similarity", hidden, before).toFloatArray();
    }

    /** Some of the positions' states. */
    KernelValue choose(Scope step, KernelValue hidden, long[] rows) {
        return kernels.call(step, "choose_rows", hidden, longs(step, rows));
    }

    /** States of zeros, to {@link #place} others in. */
    KernelValue blank(Scope owner, int rows) {
        return kernels.call(owner, "blank_rows", rows, config.hiddenSize());
    }

    /** Copies the states of some positions over some of another value's. */
    void place(Scope step, KernelValue target, long[] at, KernelValue hidden, long[] rows) {
        kernels.run("place_rows", target, longs(step, at), hidden, longs(step, rows));
    }

    /** Token ids, of which native code would read the embedding elsewhere if they were wrong. */
    static NDArray tokens(Scope step, long[] tokens, ModelConfig config) {
        for (long token : tokens) {
            if (token < 0 || token >= config.vocabSize()) {
                throw new IllegalArgumentException(
                        "token ids must lie in 0.." + (config.vocabSize() - 1) + ", got " + token);
            }
        }
        return longs(step, tokens);
    }

    private static NDArray longs(Scope step, long[] values) {
        return step.longs(values, values.length);
    }

    @Override
    public void close() {
        scope.close();
        kernels.close();
    }
}
