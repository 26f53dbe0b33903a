package org.quern.pretrain.collective;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.internal.config.package$;

/** A ring whose ranks are all on this machine, as benchmarks and tests have it; Spark itself need not run. */
public final class LoopbackRing {
    /** By which ranks reach one another. */
    static final String HOST = "127.0.0.1";

    private LoopbackRing() {}

    /**
     * All ends of a ring in this process, connected.
     *
     * @param conf authentication and encryption, as Spark's own transport has them
     * @param reduced how numbers to be added travel
     * @param timeoutSeconds how long a rank waits for another
     */
    public static List<RingCommunicator> open(int ranks, SparkConf conf, WireFormat reduced, int timeoutSeconds) {
        List<RingCommunicator> ends = new ArrayList<>();
        for (int rank = 0; rank < ranks; rank++) {
            ends.add(end(rank, ranks, conf, reduced, timeoutSeconds));
        }
        List<String> addresses = addresses(ends);
        ends.forEach(end -> end.connect(addresses));
        return ends;
    }

    /** One end, not connected yet. */
    static RingCommunicator end(int rank, int ranks, SparkConf conf, WireFormat reduced, int timeoutSeconds) {
        SecurityManager security = new SecurityManager(conf, scala.Option.empty(), package$.MODULE$.AUTH_SECRET_FILE());
        return new RingCommunicator(rank, ranks, HOST, conf, security, reduced, timeoutSeconds);
    }

    /** Where ends find one another, by rank. */
    static List<String> addresses(List<RingCommunicator> ends) {
        return ends.stream().map(end -> end.address(HOST)).toList();
    }
}
