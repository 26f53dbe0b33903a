package org.quern.pretrain.train;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.quern.pretrain.collective.Communicator;
import org.quern.pretrain.collective.RingCommunicator;
import org.quern.pretrain.kernel.Torch;
import scala.Function1;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/** What each task of the barrier stage does: find the others, train, report. */
final class RankTask implements Function1<Iterator<Integer>, Iterator<String>>, Serializable {
    private final PretrainConfig config;
    private final List<LossTermFactory> factories;
    private final String input;
    private final String folder;

    RankTask(PretrainConfig config, List<LossTermFactory> factories, String input, String folder) {
        this.config = config;
        this.factories = factories;
        this.input = input;
        this.folder = folder;
    }

    @Override
    public Iterator<String> apply(Iterator<Integer> unused) {
        BarrierTaskContext task = BarrierTaskContext.get();
        int threads = threads(SparkEnv.get().conf());
        Torch.useThreads(threads);
        try (Communicator exchange = exchange(task);
                Trainer trainer = new Trainer(setup(task, threads), exchange)) {
            TrainerState end = trainer.run();
            task.barrier();
            String result = end.tokens() + " " + end.updates() + " " + end.skipped();
            return CollectionConverters.asScala(List.of(result).iterator());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private TrainerSetup setup(BarrierTaskContext task, int threads) throws IOException {
        Path output = Path.of(folder);
        int rank = task.partitionId();
        return new TrainerSetup(config, factories, Path.of(input), output, rank, threads, config.isBf16());
    }

    private Communicator exchange(BarrierTaskContext task) {
        if (config.ranks() == 1) {
            return Communicator.alone();
        }
        String host = SparkEnv.get().blockManager().blockManagerId().host();
        RingCommunicator ring = new RingCommunicator(
                task.partitionId(),
                config.ranks(),
                host,
                SparkEnv.get().conf(),
                SparkEnv.get().securityManager(),
                config.exchangeTimeoutSeconds());
        ring.connect(Arrays.asList(task.allGather(ring.address(host))));
        return ring;
    }

    /** The cores of a task; on one machine, which runs all ranks, an equal share of them. */
    private int threads(SparkConf conf) {
        if (config.threads() > 0) {
            return config.threads();
        }
        if (conf.get("spark.master", "").matches("local(\\[.*)?")) {
            return Math.max(1, Runtime.getRuntime().availableProcessors() / config.ranks());
        }
        return conf.getInt("spark.task.cpus", 1);
    }
}
