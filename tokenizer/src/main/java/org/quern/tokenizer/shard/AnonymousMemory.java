package org.quern.tokenizer.shard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The process's resident memory that is not of mapped files, as Linux's /proc tells it; 0 elsewhere. */
final class AnonymousMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String FIELD = "RssAnon:";

    private final double startMb;
    private double peakMb;

    private AnonymousMemory(double startMb) {
        this.startMb = startMb;
        this.peakMb = startMb;
    }

    /** Starts to watch, what is garbage not counted. */
    static AnonymousMemory watch() throws IOException {
        System.gc();
        return new AnonymousMemory(mb());
    }

    void sample() throws IOException {
        peakMb = Math.max(peakMb, mb());
    }

    double startMb() {
        return startMb;
    }

    /** The most of all samples. */
    double peakMb() {
        return peakMb;
    }

    private static double mb() throws IOException {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(FIELD))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6)
                    .sum();
        }
    }
}
