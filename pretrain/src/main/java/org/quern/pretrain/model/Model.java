package org.quern.pretrain.model;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quern.pretrain.kernel.KernelValue;
import org.quern.pretrain.kernel.Kernels;
import org.quern.pretrain.kernel.Scope;

/**
 * Weights ready for the kernels: fp32 masters, and the same cast to the compute type, which {@link #refresh()} brings
 * up to date after the masters changed. Those that are frozen lie in a buffer of their own and never change.
 */
public final class Model implements AutoCloseable {
    /** The embedding's name. */
    public static final String EMBEDDING = "model.embed_tokens.weight";
    /** The final norm's name. */
    public static final String FINAL_NORM = "model.norm.weight";
    /** The head's name, where it is not tied to the embedding. */
    public static final String HEAD = "lm_head.weight";

    private final ModelConfig config;
    private final Kernels kernels;
    private final ParameterBuffer weights;
    private final Optional<ParameterBuffer> frozen;
    private final boolean bf16;
    private final Scope scope = Scope.open("cast weights");
    private final Map<List<String>, Cast> casts = new LinkedHashMap<>();

    /** Parameters that a kernel takes together, cast. */
    public final class Cast {
        private final List<String> names;
        private KernelValue value;

        private Cast(List<String> names) {
            this.names = names;
            this.value = cast();
        }

        /** Matrices in the compute type, vectors as they are. */
        private KernelValue cast() {
            return kernels.call(
                    scope,
                    "cast_weights",
                    names.stream().map(Model.this::weight).toList(),
                    bf16);
        }

        /** The list that kernels take. */
        public KernelValue value() {
            return value;
        }

        private void refresh() {
            if (names.stream().anyMatch(weights.layout()::has)) {
                value.close();
                value = cast();
            }
        }
    }

    /**
     * Wraps weights.
     *
     * @param weights the masters; stay the caller's
     * @param bf16 whether matrix products run in bf16
     */
    public Model(ModelConfig config, Kernels kernels, ParameterBuffer weights, boolean bf16) {
        this(config, kernels, weights, Optional.empty(), bf16);
    }

    /**
     * Wraps weights of which some are frozen.
     *
     * @param weights those that change; stay the caller's
     * @param frozen all others; stay the caller's
     */
    public Model(
            ModelConfig config,
            Kernels kernels,
            ParameterBuffer weights,
            Optional<ParameterBuffer> frozen,
            boolean bf16) {
        this.config = config;
        this.kernels = kernels;
        this.weights = weights;
        this.frozen = frozen;
        this.bf16 = bf16;
    }

    /** The parameters of the trunk, without MTP layers. */
    public static List<ParameterSpec> parameters(ModelConfig config) {
        List<ParameterSpec> specs = new ArrayList<>();
        specs.add(ParameterSpec.matrix(EMBEDDING, config.vocabSize(), config.hiddenSize(), 0.02));
        for (int i = 0; i < config.numHiddenLayers(); i++) {
            specs.addAll(DecoderLayer.parameters(config, layerPrefix(i)));
        }
        specs.add(ParameterSpec.norm(FINAL_NORM, config.hiddenSize()));
        if (!config.tieWordEmbeddings()) {
            specs.add(ParameterSpec.matrix(HEAD, config.vocabSize(), config.hiddenSize(), 0.02));
        }
        return specs;
    }

    /** How the names of a layer's parameters begin. */
    public static String layerPrefix(int layer) {
        return "model.layers." + layer + ".";
    }

    /** Parameters cast for a kernel, kept up to date by {@link #refresh()}. */
    public Cast cast(List<String> names) {
        return casts.computeIfAbsent(List.copyOf(names), Cast::new);
    }

    /** Casts again what changed. */
    public void refresh() {
        if (bf16) {
            casts.values().forEach(Cast::refresh);
        }
    }

    /** The name of the matrix that the head multiplies by. */
    public String headName() {
        return config.tieWordEmbeddings() ? EMBEDDING : HEAD;
    }

    /** Its shape. */
    public ModelConfig config() {
        return config;
    }

    /** The kernels it runs on. */
    public Kernels kernels() {
        return kernels;
    }

    /** The fp32 masters that change. */
    public ParameterBuffer weights() {
        return weights;
    }

    /** One parameter's fp32 master, in its shape. */
    public NDArray weight(String name) {
        return frozen.filter(buffer -> buffer.layout().has(name))
                .orElse(weights)
                .view(name);
    }

    /** Whether matrix products run in bf16. */
    public boolean isBf16() {
        return bf16;
    }

    @Override
    public void close() {
        scope.close();
    }
}
