package org.quern.mtp;

import java.io.IOException;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.Job;
import org.quern.ingest.job.JobContext;
import org.quern.pretrain.checkpoint.ModelFolder;
import org.quern.pretrain.model.ModelConfig;
import org.quern.pretrain.train.TrainingRun;

/**
 * {@code tune-mtp}: teaches MTP to draft further, trunk, embedding and head frozen. Either the checkpoint's MTP layer is trained
 * to go on from its own output. Or it is frozen too, and copies of it are trained for deeper tokens, each behind the one before
 * it, as MiMo-7B does after pre-training (arXiv 2505.07608, section 2.2).
 */
public final class TuneMtpJob implements Job<TuneMtpConfig> {
    static final String NAME = "tune-mtp";

    /** Makes the job. */
    public TuneMtpJob() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Trains a checkpoint's MTP layer to draft further, or copies of it (layers=3), all else frozen: give the"
                + " checkpoint and what tokenize wrote.";
    }

    @Override
    public TuneMtpConfig defaults() {
        return TuneMtpConfig.defaults();
    }

    @Override
    public boolean resumable() {
        return true;
    }

    @Override
    public Counts run(JobContext context, TuneMtpConfig config) throws IOException {
        TrainingRun run = TrainingRun.of(context);
        ModelFolder checkpoint = run.checkpoint()
                .orElseThrow(
                        () -> new InputException(
                                "--input must name the folder that tokenize wrote and a checkpoint, such as pretrain/stage3; got no checkpoint"));
        ModelConfig model = checkpoint.config();
        if (model.numNextnPredictLayers() != 1) {
            throw new InputException("%s must have one MTP layer to copy, got num_nextn_predict_layers %d; %s"
                    .formatted(
                            checkpoint.path(),
                            model.numNextnPredictLayers(),
                            "give a checkpoint that pretrain wrote with model.mtpLayers=1"));
        }
        MtpTuning tuning = new MtpTuning(
                checkpoint.path().toString(), model.withMtpLayers(config.layers()), config.depth(), config.every());
        return run.train(config.training(), tuning);
    }
}
