package org.quern.pretrain.train;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.quern.ingest.job.InputException;
import org.quern.pretrain.checkpoint.CheckpointStore;
import org.quern.pretrain.train.RankResult.Ending;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.reflect.ClassTag;

/**
 * Runs ranks in a Spark barrier stage, and again from the last checkpoint whenever one is lost: without end as long as
 * there is a new checkpoint each time, {@value #FRUITLESS_RESTARTS} times without.
 */
final class BarrierStage {
    private static final Logger LOG = LoggerFactory.getLogger(BarrierStage.class);
    private static final int FRUITLESS_RESTARTS = 5;
    private static final long EXECUTORS_WAIT_NANOS = 60_000_000_000L;
    private static final long STEADY_NANOS = 10_000_000_000L;

    private final SparkContext spark;
    private final String name;
    private final TrainingConfig config;
    private final CheckpointStore checkpoints;

    /** Runs a job's ranks; the log's lines begin with the job's name. */
    BarrierStage(SparkContext spark, String name, TrainingConfig config, CheckpointStore checkpoints) {
        this.spark = spark;
        this.name = name;
        this.config = config;
        this.checkpoints = checkpoints;
    }

    /** Makes the task of a rank for a number of ranks. */
    interface Tasks {
        RankTask of(int ranks);
    }

    /** Runs all ranks to the end; returns rank 0's result. */
    RankResult run(Tasks tasks) throws IOException {
        int fruitless = 0;
        long reached = lastStep();
        while (true) {
            int ranks = requireSlots();
            RankResult result = attempt(tasks.of(ranks), ranks);
            switch (result.ending()) {
                case DONE -> {
                    return result;
                }
                case REFUSED -> throw new InputException(result.message());
                case FAILED -> throw new IOException(result.message());
                case LOST -> {
                    fruitless = lastStep() > reached ? 0 : fruitless + 1;
                    reached = lastStep();
                }
            }
            if (fruitless > FRUITLESS_RESTARTS) {
                throw new IOException("%d restarts in a row came to no new checkpoint; the last ended with: %s"
                        .formatted(FRUITLESS_RESTARTS, result.message()));
            }
            LOG.warn("{}: a rank was lost ({}); goes on from step {}", name, result.message(), reached);
        }
    }

    /** The newest checkpoint's step, 0 where there is none. */
    private long lastStep() throws IOException {
        List<Long> steps = checkpoints.steps();
        return steps.isEmpty() ? 0 : steps.get(0);
    }

    /** The worst of all ranks' endings. */
    private RankResult attempt(RankTask task, int ranks) {
        List<Integer> numbers = new ArrayList<>();
        for (int rank = 0; rank < ranks; rank++) {
            numbers.add(rank);
        }
        try {
            List<String> results = JavaSparkContext.fromSparkContext(spark)
                    .parallelize(numbers, ranks)
                    .rdd()
                    .barrier()
                    .mapPartitions(task, false, ClassTag.apply(String.class))
                    .toJavaRDD()
                    .collect();
            return results.stream()
                    .map(RankResult::parse)
                    .max(Comparator.comparing(RankResult::ending))
                    .orElseThrow();
        } catch (Exception e) {
            // Scala's collect throws what it does not declare.
            if (e instanceof SparkException && !spark.isStopped()) {
                return RankResult.of(Ending.LOST, e);
            }
            throw e;
        }
    }

    /**
     * How many ranks to run. A barrier stage starts whole or not at all, and a cluster's executors, or the one that takes
     * a lost one's place, may still be on their way.
     */
    private int requireSlots() throws IOException {
        long start = System.nanoTime();
        long changed = start;
        int slots = slots();
        while (isWorthWaiting(slots, System.nanoTime() - start, System.nanoTime() - changed)) {
            sleep();
            if (slots() != slots) {
                slots = slots();
                changed = System.nanoTime();
            }
        }
        if (slots < Math.max(1, config.ranks())) {
            throw new InputException(
                    "ranks must be at most the tasks that run at once, %d, got %d; lower ranks, or give more executors (--num-executors) or a wider --master"
                            .formatted(slots, config.ranks()));
        }
        return config.ranks() == 0 ? config.ranks(slots) : config.ranks();
    }

    private boolean isWorthWaiting(int slots, long waitedNanos, long steadyNanos) {
        if (spark.isLocal() || waitedNanos > EXECUTORS_WAIT_NANOS) {
            return false;
        }
        return config.ranks() == 0 ? slots == 0 || steadyNanos < STEADY_NANOS : slots < config.ranks();
    }

    private static void sleep() throws IOException {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for executors");
        }
    }

    private int slots() {
        return spark.maxNumConcurrentTasks(spark.resourceProfileManager().defaultResourceProfile());
    }
}
