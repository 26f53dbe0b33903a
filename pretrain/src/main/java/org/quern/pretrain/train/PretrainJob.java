package org.quern.pretrain.train;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.Job;
import org.quern.ingest.job.JobContext;
import org.quern.pretrain.checkpoint.CheckpointStore;
import org.quern.tokenizer.TokenizedPlan;
import org.quern.tokenizer.shard.ShardReader;

/**
 * {@code pretrain}: trains a model through the stages that {@code tokenize} packed, in a Spark barrier stage of
 * {@code ranks} tasks. A killed run, and one that lost an executor, goes on from its last checkpoint and ends with the
 * same bytes.
 */
public final class PretrainJob implements Job<PretrainConfig> {
    private final List<LossTermFactory> factories;

    /** The job with losses beside the main one. */
    public PretrainJob(List<LossTermFactory> factories) {
        this.factories = List.copyOf(factories);
    }

    @Override
    public String name() {
        return "pretrain";
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
        Path input = local(context, context.made("tokenize"), "--input");
        Path folder = local(context, context.folder(), "--output");
        for (StageConfig stage : config.stages()) {
            if (!Files.isDirectory(input.resolve(stage.name()))) {
                throw new InputException(
                        "%s has no stage '%s'; name the stages in 'stages' as there".formatted(input, stage.name()));
            }
        }
        requireAllShards(input, config);
        CheckpointStore checkpoints = new CheckpointStore(folder.resolve(TrainerSetup.STATE));
        RankResult end = new BarrierStage(context.spark().sparkContext(), config, checkpoints)
                .run(ranks -> new RankTask(config, factories, ranks, input.toString(), folder.toString()));
        if (!config.checkpoints().keepAtEnd()) {
            context.folder()
                    .getFileSystem(context.hadoop())
                    .delete(new org.apache.hadoop.fs.Path(context.folder(), TrainerSetup.STATE), true);
        }
        return Counts.empty()
                .with("tokens", end.tokens())
                .with("updates", end.updates())
                .with("skipped", end.skipped());
    }

    /** A shard that is gone would make its stage's epochs shorter, and nothing in the others tells. */
    private static void requireAllShards(Path input, PretrainConfig config) throws IOException {
        TokenizedPlan plan;
        try (InputStream in = Files.newInputStream(input.resolve(TokenizedPlan.FILE))) {
            plan = TokenizedPlan.read(in);
        } catch (JacksonException e) {
            throw new InputException(input.resolve(TokenizedPlan.FILE) + " is damaged; run tokenize again", e);
        }
        for (StageConfig stage : config.stages()) {
            Path folder = input.resolve(stage.name());
            long planned = plan.stages().stream()
                    .filter(made -> made.name().equals(stage.name()))
                    .mapToLong(TokenizedPlan.Stage::sequences)
                    .sum();
            try (ShardReader shards = ShardReader.open(folder)) {
                if (shards.numSequences() != planned) {
                    throw new InputException(
                            "%s must have the %d sequences of %s, got %d; a shard is missing or another run's: run tokenize again"
                                    .formatted(folder, planned, TokenizedPlan.FILE, shards.numSequences()));
                }
            }
        }
    }

    /** Shards are memory-mapped and checkpoints renamed, so both folders must be where every executor can see them. */
    private static Path local(JobContext context, org.apache.hadoop.fs.Path path, String option) throws IOException {
        FileSystem files = path.getFileSystem(context.hadoop());
        if (!(files instanceof LocalFileSystem)) {
            throw new InputException(
                    "pretrain's %s must be a local or mounted folder that every executor sees, got %s; copy it or mount it"
                            .formatted(option, path));
        }
        URI uri = files.makeQualified(path).toUri();
        return Path.of(uri.getPath());
    }
}
