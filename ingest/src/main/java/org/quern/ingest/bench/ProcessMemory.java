package org.quern.ingest.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** This process's memory, in bytes, but for the heap as Linux's /proc tells it; 0 elsewhere. */
public final class ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long KIB = 1024;

    private ProcessMemory() {}

    /** The most that was resident at once since the process began. */
    public static long peakResident() throws IOException {
        return field("VmHWM:");
    }

    /** What is resident and not of mapped files. */
    public static long anonymous() throws IOException {
        return field("RssAnon:");
    }

    /** What of the heap is in use after a collection. */
    public static long liveHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static long field(String name) throws IOException {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> KIB * Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        }
    }
}
