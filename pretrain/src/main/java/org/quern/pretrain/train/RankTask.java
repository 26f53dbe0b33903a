package org.quern.pretrain.train;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.quern.ingest.job.InputException;
import org.quern.pretrain.collective.Communicator;
import org.quern.pretrain.collective.LostRankException;
import org.quern.pretrain.collective.RingCommunicator;
import org.quern.pretrain.collective.WireFormat;
import org.quern.pretrain.kernel.Torch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Function1;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What each task of the barrier stage does: find the others, train, report. What ends the training it returns rather than
 * throws, because Spark would try again whatever was thrown.
 */
final class RankTask implements Function1<Iterator<Integer>, Iterator<String>>, Serializable {
    private static final Logger LOG = LoggerFactory.getLogger(RankTask.class);

    private final TrainingConfig config;
    private final Training training;
    private final int ranks;
    private final String input;
    private final String folder;

    RankTask(TrainingConfig config, Training training, int ranks, String input, String folder) {
        this.config = config;
        this.training = training;
        this.ranks = ranks;
        this.input = input;
        this.folder = folder;
    }

    @Override
    public Iterator<String> apply(Iterator<Integer> unused) {
        BarrierTaskContext task = BarrierTaskContext.get();
        RankResult result = Torch.apart(() -> train(task));
        return CollectionConverters.asScala(List.of(result.toString()).iterator());
    }

    private RankResult train(BarrierTaskContext task) {
        int threads = threads(SparkEnv.get().conf());
        Torch.useThreads(threads);
        try (Communicator communicator = communicator(task);
                Trainer trainer = new Trainer(setup(threads), communicator)) {
            return RankResult.done(trainer.run());
        } catch (InputException e) {
            return RankResult.of(RankResult.Ending.REFUSED, e);
        } catch (LostRankException e) {
            LOG.warn("{}: rank {}: {}", training.name(), task.partitionId(), e.getMessage());
            return RankResult.of(RankResult.Ending.LOST, e);
        } catch (IOException | RuntimeException e) {
            LOG.error("{}: rank {} failed", training.name(), task.partitionId(), e);
            return RankResult.of(RankResult.Ending.FAILED, e);
        }
    }

    private TrainerSetup setup(int threads) {
        return new TrainerSetup(config, training, Path.of(input), Path.of(folder), threads);
    }

    private Communicator communicator(BarrierTaskContext task) {
        if (ranks == 1) {
            return Communicator.alone();
        }
        String host = SparkEnv.get().blockManager().blockManagerId().host();
        RingCommunicator ring = new RingCommunicator(
                task.partitionId(),
                ranks,
                host,
                SparkEnv.get().conf(),
                SparkEnv.get().securityManager(),
                config.exchange().bf16() ? WireFormat.BF16 : WireFormat.FP32,
                config.exchange().timeoutSeconds());
        ring.connect(Arrays.asList(task.allGather(ring.address(host))));
        return ring;
    }

    /** The cores of a task; on one machine, which runs all ranks, an equal share of them. */
    private int threads(SparkConf conf) {
        if (config.threads() > 0) {
            return config.threads();
        }
        if (conf.get("spark.master", "").matches("local(\\[.*)?")) {
            return Math.max(1, Runtime.getRuntime().availableProcessors() / ranks);
        }
        return conf.getInt("spark.task.cpus", 1);
    }
}
