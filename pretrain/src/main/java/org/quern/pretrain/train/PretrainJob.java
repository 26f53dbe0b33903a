package org.quern.pretrain.train;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.Job;
import org.quern.ingest.job.JobContext;
import org.quern.pretrain.checkpoint.ModelFolder;
import org.quern.pretrain.model.ModelConfig;

/**
 * {@code pretrain}: trains a model through the stages that {@code tokenize} packed, as {@link TrainingRun} does; from random
 * weights, or from those of a checkpoint that is given beside them.
 */
public final class PretrainJob implements Job<PretrainConfig> {
    static final String NAME = "pretrain";

    private final List<LossTermFactory> factories;

    /** The job with losses beside the main one. */
    public PretrainJob(List<LossTermFactory> factories) {
        this.factories = List.copyOf(factories);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Trains a language model through the packed stages; leaves a checkpoint of each in HF's layout. Give what"
                + " tokenize wrote, and a checkpoint too where training is to go on from its weights.";
    }

    @Override
    public PretrainConfig defaults() {
        return PretrainConfig.defaults();
    }

    @Override
    public boolean resumable() {
        return true;
    }

    @Override
    public Counts run(JobContext context, PretrainConfig config) throws IOException {
        TrainingRun run = TrainingRun.of(context);
        Optional<ModelFolder> checkpoint = run.checkpoint();
        if (checkpoint.isPresent()) {
            requireShape(checkpoint.get(), config.model());
        }
        String folder = checkpoint.map(model -> model.path().toString()).orElse(null);
        return run.train(config.training(), new Pretraining(config, factories, folder));
    }

    /**
     * Exits have no weights of their own, so they may be others; so may contexts and RoPE's base, which are the stages'.
     * Layers may be added.
     */
    private static void requireShape(ModelFolder checkpoint, ModelShape shape) throws IOException {
        ModelConfig has = checkpoint.config();
        ModelConfig wanted = shape.config(has.vocabSize(), has.maxPositionEmbeddings(), has.ropeTheta());
        int layers = Math.max(has.numHiddenLayers(), wanted.numHiddenLayers());
        if (!wanted.equals(has.withLayers(layers, wanted.exitLayers()))) {
            throw new InputException(
                    "model must be the checkpoint's, or have more layers, %s, got %s; set model.* to its sizes"
                            .formatted(has, wanted));
        }
    }
}
