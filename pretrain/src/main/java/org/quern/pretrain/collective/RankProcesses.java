package org.quern.pretrain.collective;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.FileUtils;
import org.apache.spark.SparkConf;

/** A benchmark's ranks, each a process of its own on this machine; they meet in a folder. */
public final class RankProcesses {
    private static final int TIMEOUT_SECONDS = 60;
    private static final int POLL_MILLIS = 20;

    private RankProcesses() {}

    /** What one of the processes is told. */
    public record Place(Path folder, int rank, int ranks) {
        /** From the first arguments of the process's main method. */
        public static Place of(String... arguments) {
            return new Place(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        }

        /** Finds the other ranks. */
        public Communicator join(WireFormat reduced) throws IOException {
            if (ranks == 1) {
                return Communicator.alone();
            }
            RingCommunicator ring = LoopbackRing.end(rank, ranks, new SparkConf(), reduced, TIMEOUT_SECONDS);
            write(folder.resolve("address-" + rank), ring.address(LoopbackRing.HOST));
            List<String> addresses = new ArrayList<>();
            for (int other = 0; other < ranks; other++) {
                addresses.add(read(folder.resolve("address-" + other)));
            }
            ring.connect(addresses);
            return ring;
        }

        /** Says what came out. */
        public void report(String result) throws IOException {
            write(folder.resolve("result-" + rank), result);
        }
    }

    /**
     * Runs the ranks to their end.
     *
     * @param main whose main method takes the three arguments of a {@link Place} and then these
     * @return what rank 0 reports
     */
    public static String run(Class<?> main, int ranks, String... arguments) throws IOException {
        Path folder = Files.createTempDirectory("quern-ranks");
        List<Process> processes = new ArrayList<>();
        try {
            for (int rank = 0; rank < ranks; rank++) {
                List<String> command = new ArrayList<>();
                command.add(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
                command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
                command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
                command.addAll(List.of(folder.toString(), Integer.toString(rank), Integer.toString(ranks)));
                command.addAll(List.of(arguments));
                processes.add(new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
            }
            for (Process process : processes) {
                if (process.waitFor() != 0) {
                    throw new IOException("a rank's process failed; its error output is above");
                }
            }
            return Files.readString(folder.resolve("result-0"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            processes.forEach(Process::destroy);
            FileUtils.deleteDirectory(folder.toFile());
        }
    }

    private static void write(Path file, String text) throws IOException {
        Path partial = file.resolveSibling("." + file.getFileName());
        Files.writeString(partial, text);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String read(Path file) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        try {
            while (!Files.exists(file)) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("no " + file + " came in " + TIMEOUT_SECONDS + " s");
                }
                Thread.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return Files.readString(file);
    }
}
