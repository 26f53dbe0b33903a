package org.quern.pretrain.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.internal.config.package$;
import org.quern.pretrain.collective.Communicator;
import org.quern.pretrain.collective.CountingCommunicator;
import org.quern.pretrain.collective.RingCommunicator;
import org.quern.pretrain.collective.WireFormat;

/** Runs a training's ranks as threads, and breaks them off together if asked to. */
final class Ranks {
    static final int NEVER = Integer.MAX_VALUE;
    private static final String HOST = "127.0.0.1";

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
        List<Communicator> ring = ranks == 1 ? List.of(Communicator.alone()) : ring(ranks);
        List<Callable<Long>> tasks = new ArrayList<>();
        for (Communicator end : ring) {
            tasks.add(() -> {
                CountingCommunicator counting = new CountingCommunicator(new Breaking(end, breakAfter));
                try (Trainer trainer = new Trainer(setup(config, corpus, folder), counting)) {
                    trainer.run();
                    return counting.numbers();
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
        return new TrainerSetup(config, List.of(), corpus, folder, 1, config.isBf16());
    }

    private static List<Communicator> ring(int ranks) {
        SparkConf conf = new SparkConf();
        List<RingCommunicator> ring = new ArrayList<>();
        for (int rank = 0; rank < ranks; rank++) {
            SecurityManager security =
                    new SecurityManager(conf, scala.Option.empty(), package$.MODULE$.AUTH_SECRET_FILE());
            ring.add(new RingCommunicator(rank, ranks, HOST, conf, security, WireFormat.FP32, 20));
        }
        List<String> addresses = ring.stream().map(end -> end.address(HOST)).toList();
        ring.forEach(end -> end.connect(addresses));
        return List.copyOf(ring);
    }

    private static final class Breaking implements Communicator {
        private final Communicator inner;
        private final int breakAfter;
        private int operations;

        Breaking(Communicator inner, int breakAfter) {
            this.inner = inner;
            this.breakAfter = breakAfter;
        }

        private void count() throws IOException {
            if (operations++ == breakAfter) {
                throw new IOException("broken");
            }
        }

        @Override
        public int rank() {
            return inner.rank();
        }

        @Override
        public int ranks() {
            return inner.ranks();
        }

        @Override
        public void reduceScatter(ByteBuffer values) throws IOException {
            count();
            inner.reduceScatter(values);
        }

        @Override
        public void allGather(ByteBuffer values) throws IOException {
            count();
            inner.allGather(values);
        }

        @Override
        public void close() throws IOException {
            inner.close();
        }
    }
}
