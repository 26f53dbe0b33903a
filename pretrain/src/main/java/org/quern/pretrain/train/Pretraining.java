package org.quern.pretrain.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.quern.pretrain.checkpoint.ModelFolder;
import org.quern.pretrain.kernel.KernelSource;
import org.quern.pretrain.model.DecoderLayer;
import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ModelConfig;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.ParameterSpec;
import org.quern.pretrain.model.TrainingFlops;

/**
 * A whole model's training, from random weights or a checkpoint's.
 *
 * @param config of the job
 * @param factories of the losses beside the next token's
 * @param checkpoint the folder whose weights are the first; null for random ones
 */
public record Pretraining(
        PretrainConfig config,
        List<LossTermFactory> factories,
        @Nullable String checkpoint) implements Training {
    /** Copies the list. */
    public Pretraining {
        factories = List.copyOf(factories);
    }

    /** From random weights. */
    public Pretraining(PretrainConfig config, List<LossTermFactory> factories) {
        this(config, factories, null);
    }

    @Override
    public String name() {
        return PretrainJob.NAME;
    }

    @Override
    public KernelSource kernels() {
        KernelSource source = KernelSource.decoder();
        for (LossTermFactory factory : factories) {
            source = source.and(factory.kernels());
        }
        return source;
    }

    @Override
    public ModelConfig shape(int vocabSize, int contextLength, double ropeTheta) {
        return config.model().config(vocabSize, contextLength, ropeTheta);
    }

    @Override
    public List<ParameterSpec> parameters(ModelConfig shape) {
        List<ParameterSpec> specs = new ArrayList<>(Model.parameters(shape));
        factories.forEach(factory -> specs.addAll(factory.parameters(shape)));
        return specs;
    }

    @Override
    public void begin(ParameterBuffer weights) throws IOException {
        if (checkpoint == null) {
            weights.randomize(config.seed());
        } else {
            begin(weights, new ModelFolder(Path.of(checkpoint)));
        }
    }

    /**
     * Puts a checkpoint's weights in. Layers that the model has on top of the checkpoint's are random but for their outputs,
     * which are zero, so that it begins as the function that the checkpoint is: LLaMA Pro's expansion (arXiv
     * 2401.02415, section 3.2).
     */
    private void begin(ParameterBuffer weights, ModelFolder from) throws IOException {
        ModelConfig has = from.config();
        int layers = shape(has.vocabSize(), has.maxPositionEmbeddings(), has.ropeTheta())
                .numHiddenLayers();
        List<String> added = IntStream.range(has.numHiddenLayers(), layers)
                .mapToObj(Model::layerPrefix)
                .toList();
        if (!added.isEmpty()) {
            weights.randomize(config.seed());
        }
        from.read(weights, name -> added.stream().noneMatch(name::startsWith));
        added.stream().flatMap(layer -> DecoderLayer.outputs(layer).stream()).forEach(name -> weights.view(name)
                .muli(0));
    }

    @Override
    public Objective objective(Model model, StageConfig stage) {
        return new TrunkObjective(model, factories, stage, config);
    }

    @Override
    public double flopsPerToken(ModelConfig shape, double attended) {
        return TrainingFlops.perToken(shape, attended, config.headsPerToken());
    }
}
