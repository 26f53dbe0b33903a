package org.quern.pretrain.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkConf;
import org.quern.pretrain.collective.Communicator;
import org.quern.pretrain.collective.LoopbackRing;
import org.quern.pretrain.collective.WatchedCommunicator;
import org.quern.pretrain.collective.WireFormat;

/** Runs a training's ranks as threads, and breaks them off together if asked to. */
final class Ranks {
    static final int NEVER = Integer.MAX_VALUE;
    private static final int TIMEOUT_SECONDS = 20;

    private Ranks() {}

    /**
     * Trains to the end.
     *
     * @param breakAfter so many operations between ranks, all end with an exception
     * @return how many numbers each rank gave to its communicator
     */
    static long train(PretrainConfig config, Path corpus, Path folder, int breakAfter) throws Exception {
        return train(config, config.ranks(), corpus, folder, breakAfter);
    }

    /** The same with a number of ranks that the config leaves open. */
    static long train(PretrainConfig config, int ranks, Path corpus, Path folder, int breakAfter) throws Exception {
        List<? extends Communicator> ring = ranks == 1
                ? List.of(Communicator.alone())
                : LoopbackRing.open(ranks, new SparkConf(), WireFormat.FP32, TIMEOUT_SECONDS);
        List<Callable<Long>> tasks = new ArrayList<>();
        for (Communicator end : ring) {
            tasks.add(() -> {
                AtomicLong numbers = new AtomicLong();
                Communicator breaking = new WatchedCommunicator(end, breaking(breakAfter));
                Communicator counting = new WatchedCommunicator(
                        breaking, (kind, values) -> numbers.addAndGet(values.remaining() / Float.BYTES));
                try (Trainer trainer = new Trainer(setup(config, corpus, folder), counting)) {
                    trainer.run();
                    return numbers.get();
                }
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(ring.size());
        long numbers = 0;
        try {
            for (Future<Long> rank : threads.invokeAll(tasks)) {
                numbers = rank.get();
            }
        } finally {
            threads.shutdown();
        }
        return numbers;
    }

    private static TrainerSetup setup(PretrainConfig config, Path corpus, Path folder) {
        return new TrainerSetup(config.training(), new Pretraining(config, List.of()), corpus, folder, 1);
    }

    /** Runs so many operations, then none. */
    private static WatchedCommunicator.Watcher breaking(int breakAfter) {
        AtomicInteger operations = new AtomicInteger();
        return (kind, values) -> {
            if (operations.getAndIncrement() == breakAfter) {
                throw new IOException("broken");
            }
        };
    }
}
