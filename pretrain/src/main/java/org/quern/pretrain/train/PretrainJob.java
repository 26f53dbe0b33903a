package org.quern.pretrain.train;

import java.io.IOException;
import java.util.List;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.Job;
import org.quern.ingest.job.JobContext;

/**
 * {@code pretrain}: trains a model through the stages that {@code tokenize} packed, as {@link TrainingRun} does.
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
        return "Trains a language model through the packed stages; leaves a checkpoint of each in HF's layout.";
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
        return TrainingRun.of(context).train(config.training(), new Pretraining(config, factories));
    }
}
