package org.quern.pretrain.train;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.JobContext;
import org.quern.pretrain.checkpoint.CheckpointStore;
import org.quern.pretrain.checkpoint.ModelFolder;
import org.quern.tokenizer.TokenizedPlan;
import org.quern.tokenizer.shard.ShardReader;

/**
 * A training as a job runs it: over the stages that {@code tokenize} packed, in a Spark barrier stage of {@code ranks}
 * tasks. A killed run, and one that lost an executor, goes on from its last checkpoint and ends with the same bytes.
 *
 * @param context of the job
 * @param input the folder that tokenize wrote
 * @param folder the job's, to write into
 */
public record TrainingRun(JobContext context, Path input, Path folder) {
    /**
     * The run of a job.
     *
     * @throws InputException if no input was made by tokenize, or a folder is none that every executor sees
     */
    public static TrainingRun of(JobContext context) throws IOException {
        return new TrainingRun(
                context,
                local(context, context.made("tokenize"), "--input"),
                local(context, context.folder(), "--output"));
    }

    /**
     * The checkpoint that was given beside tokenize's folder: an input that no job made as a whole, such as a stage's folder
     * in pretrain's output.
     *
     * @throws InputException if several were given, it is none, or its tokenizer is not the one that the stages are packed by
     */
    public Optional<ModelFolder> checkpoint() throws IOException {
        List<String> folders = context.raw();
        if (folders.isEmpty()) {
            return Optional.empty();
        }
        if (folders.size() > 1) {
            throw new InputException(
                    "--input must name the folder that tokenize wrote and at most one checkpoint, such as pretrain/stage3; got checkpoints "
                            + folders);
        }
        Path checkpoint = local(context, new org.apache.hadoop.fs.Path(folders.get(0)), "--input");
        if (!Files.isRegularFile(checkpoint.resolve("config.json"))) {
            throw new InputException(
                    "%s holds no checkpoint: config.json is missing; give a stage's folder of pretrain's output"
                            .formatted(checkpoint));
        }
        ModelFolder model = new ModelFolder(checkpoint);
        Path tokenizer = input.resolve("tokenizer.json");
        if (!TokenizerFile.hash(model.tokenizer()).equals(TokenizerFile.hash(tokenizer))) {
            throw new InputException(
                    "%s must be the tokenizer of the checkpoint, %s, got another one; tokenize with that one"
                            .formatted(tokenizer, model.tokenizer()));
        }
        return Optional.of(model);
    }

    /** Trains through all stages. */
    public Counts train(TrainingConfig config, Training training) throws IOException {
        TokenizedPlan plan = plan();
        for (StageConfig stage : config.stages()) {
            requireAllShards(plan, stage);
        }
        CheckpointStore checkpoints = new CheckpointStore(folder.resolve(TrainerSetup.STATE));
        RankResult end = new BarrierStage(context.spark().sparkContext(), training.name(), config, checkpoints)
                .run(ranks -> new RankTask(config, training, ranks, input.toString(), folder.toString()));
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

    private TokenizedPlan plan() throws IOException {
        try (InputStream in = Files.newInputStream(input.resolve(TokenizedPlan.FILE))) {
            return TokenizedPlan.read(in);
        } catch (JacksonException e) {
            throw new InputException(input.resolve(TokenizedPlan.FILE) + " is damaged; run tokenize again", e);
        }
    }

    /** A shard that is gone would make its stage's epochs shorter, and nothing in the others tells. */
    private void requireAllShards(TokenizedPlan plan, StageConfig stage) throws IOException {
        Path shards = input.resolve(stage.name());
        if (!Files.isDirectory(shards)) {
            throw new InputException("%s has no stage '%s'; there are %s"
                    .formatted(
                            input,
                            stage.name(),
                            plan.stages().stream()
                                    .map(TokenizedPlan.Stage::name)
                                    .toList()));
        }
        long planned = plan.stages().stream()
                .filter(made -> made.name().equals(stage.name()))
                .mapToLong(TokenizedPlan.Stage::sequences)
                .sum();
        try (ShardReader reader = ShardReader.open(shards)) {
            if (reader.numSequences() != planned) {
                throw new InputException(
                        "%s must have the %d sequences of %s, got %d; a shard is missing or another run's: run tokenize again"
                                .formatted(shards, planned, TokenizedPlan.FILE, reader.numSequences()));
            }
        }
    }

    /**
     * A folder as every executor sees it: shards are memory-mapped and checkpoints renamed.
     *
     * @param option that gave it
     * @throws InputException if it is not local or mounted
     */
    public static Path local(JobContext context, org.apache.hadoop.fs.Path path, String option) throws IOException {
        FileSystem files = path.getFileSystem(context.hadoop());
        if (!(files instanceof LocalFileSystem)) {
            throw new InputException(
                    "a training's %s must be a local or mounted folder that every executor sees, got %s; copy it or mount it"
                            .formatted(option, path));
        }
        URI uri = files.makeQualified(path).toUri();
        return Path.of(uri.getPath());
    }
}
