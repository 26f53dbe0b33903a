package org.quern.pretrain.train;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.Job;
import org.quern.ingest.job.JobContext;
import org.quern.tokenizer.TokenizedPlan;
import org.quern.tokenizer.shard.ShardReader;
import scala.reflect.ClassTag;

/**
 * {@code pretrain}: trains a model through the stages that {@code tokenize} packed, in a Spark barrier stage of
 * {@code ranks} tasks. A killed run goes on from its last saved state and ends with the same bytes.
 */
public final class PretrainJob implements Job<PretrainConfig> {
    private static final long EXECUTORS_WAIT_NANOS = 60_000_000_000L;

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
        requireSlots(context.spark().sparkContext(), config.ranks());
        RankTask task = new RankTask(config, factories, input.toString(), folder.toString());
        List<String> results = inBarrierStage(context.spark().sparkContext(), config.ranks(), task);
        if (!config.keepTrainerState()) {
            context.folder()
                    .getFileSystem(context.hadoop())
                    .delete(new org.apache.hadoop.fs.Path(context.folder(), "trainer"), true);
        }
        return counts(results.get(0));
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

    private static List<String> inBarrierStage(SparkContext spark, int ranks, RankTask task) {
        List<Integer> numbers = new ArrayList<>();
        for (int rank = 0; rank < ranks; rank++) {
            numbers.add(rank);
        }
        return JavaSparkContext.fromSparkContext(spark)
                .parallelize(numbers, ranks)
                .rdd()
                .barrier()
                .mapPartitions(task, false, ClassTag.apply(String.class))
                .toJavaRDD()
                .collect();
    }

    private static Counts counts(String result) {
        String[] numbers = result.split(" ", 3);
        return Counts.empty()
                .with("tokens", Long.parseLong(numbers[0]))
                .with("updates", Long.parseLong(numbers[1]))
                .with("skipped", Long.parseLong(numbers[2]));
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

    /** A barrier stage starts whole or not at all. A cluster's executors may still be on their way. */
    private static void requireSlots(SparkContext spark, int ranks) throws IOException {
        long deadline = System.nanoTime() + (spark.isLocal() ? 0 : EXECUTORS_WAIT_NANOS);
        int slots = slots(spark);
        while (slots < ranks && System.nanoTime() < deadline) {
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for executors");
            }
            slots = slots(spark);
        }
        if (slots < ranks) {
            throw new InputException(
                    "ranks must be at most the tasks that run at once, %d, got %d; lower ranks, or give more executors (--num-executors) or a wider --master"
                            .formatted(slots, ranks));
        }
    }

    private static int slots(SparkContext spark) {
        return spark.maxNumConcurrentTasks(spark.resourceProfileManager().defaultResourceProfile());
    }
}
