package org.quern.pretrain.collective;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How fast ranks add an array up, each a process of its own on this machine. */
public final class ExchangeBenchmark {
    /** Until the JIT compiler, which takes the same cores, is done. */
    private static final int WARM_UP = 64;

    private static final int REPEATS = 8;

    private ExchangeBenchmark() {}

    /**
     * Bytes of the array, over the seconds of rank 0's best all-reduce of eight, in 10^9; once the JIT compiler is done.
     *
     * @param length of the array
     */
    public static double gigabytesPerSecond(int length, int ranks, WireFormat reduced) throws IOException {
        String seconds = RankProcesses.run(ExchangeBenchmark.class, ranks, Integer.toString(length), reduced.name());
        return (double) length * Float.BYTES / Double.parseDouble(seconds) / 1e9;
    }

    /** One rank: its place, LENGTH, FORMAT. Reports the seconds of its best. */
    public static void main(String[] arguments) throws IOException {
        RankProcesses.Place place = RankProcesses.Place.of(arguments);
        try (Communicator ring = place.join(WireFormat.valueOf(arguments[4]))) {
            place.report(Double.toString(best(ring, Integer.parseInt(arguments[3]))));
        }
    }

    private static double best(Communicator ring, int length) throws IOException {
        ByteBuffer values = ByteBuffer.allocateDirect(length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < length; i++) {
            values.putFloat(i * Float.BYTES, 1);
        }
        for (int i = 0; i < WARM_UP; i++) {
            ring.allReduce(values);
        }
        double best = Double.MAX_VALUE;
        for (int i = 0; i < REPEATS; i++) {
            long start = System.nanoTime();
            ring.allReduce(values);
            best = Math.min(best, (System.nanoTime() - start) / 1e9);
        }
        return best;
    }
}
