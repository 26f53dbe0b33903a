package org.quern.pretrain.train;

import java.util.ArrayList;
import java.util.List;
import org.quern.pretrain.kernel.KernelSource;
import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ModelConfig;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.ParameterSpec;
import org.quern.pretrain.model.TrainingFlops;

/**
 * A whole model's training from random weights.
 *
 * @param config of the job
 * @param factories of the losses beside the next token's
 */
public record Pretraining(PretrainConfig config, List<LossTermFactory> factories) implements Training {
    /** Copies the list. */
    public Pretraining {
        factories = List.copyOf(factories);
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
    public void begin(ParameterBuffer weights, ParameterBuffer frozen) {
        weights.randomize(config.seed());
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
