package org.quern.pretrain.collective;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.internal.config.package$;

/** How fast ranks add an array up, each a process of its own on this machine. */
public final class ExchangeBenchmark {
    private static final String HOST = "127.0.0.1";
    private static final int WARM_UP = 16;
    private static final int REPEATS = 8;
    private static final int TIMEOUT_SECONDS = 60;

    private ExchangeBenchmark() {}

    /**
     * Bytes of the array, over the seconds of rank 0's best all-reduce of eight, in 10^9; once the JIT compiler is done.
     *
     * @param length of the array
     */
    public static double gigabytesPerSecond(int length, int ranks, WireFormat reduced) throws IOException {
        List<Process> processes = new ArrayList<>();
        try {
            List<BufferedReader> outputs = new ArrayList<>();
            for (int rank = 0; rank < ranks; rank++) {
                Process process = start(rank, ranks, length, reduced);
                processes.add(process);
                outputs.add(
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
            }
            List<String> addresses = new ArrayList<>();
            for (BufferedReader output : outputs) {
                addresses.add(line(output));
            }
            for (Process process : processes) {
                try (PrintStream input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8)) {
                    input.println(String.join(" ", addresses));
                }
            }
            double seconds = Double.parseDouble(line(outputs.get(0)));
            return (double) length * Float.BYTES / seconds / 1e9;
        } finally {
            processes.forEach(Process::destroy);
        }
    }

    private static String line(BufferedReader output) throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IOException("a rank's process ended early; its error output is above");
        }
        return line;
    }

    private static Process start(int rank, int ranks, int length, WireFormat reduced) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ExchangeBenchmark.class.getName()));
        command.addAll(List.of("" + rank, "" + ranks, "" + length, reduced.name()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** One rank: RANK RANKS LENGTH FORMAT. Writes its address, reads all addresses, writes the seconds of its best. */
    public static void main(String[] args) throws IOException {
        int rank = Integer.parseInt(args[0]);
        int ranks = Integer.parseInt(args[1]);
        SparkConf conf = new SparkConf();
        SecurityManager security = new SecurityManager(conf, scala.Option.empty(), package$.MODULE$.AUTH_SECRET_FILE());
        WireFormat reduced = WireFormat.valueOf(args[3]);
        try (RingCommunicator ring =
                new RingCommunicator(rank, ranks, HOST, conf, security, reduced, TIMEOUT_SECONDS)) {
            System.out.println(ring.address(HOST));
            BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            ring.connect(List.of(line(input).split(" ")));
            System.out.println(best(ring, Integer.parseInt(args[2])));
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
