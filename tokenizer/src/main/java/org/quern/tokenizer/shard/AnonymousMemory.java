package org.quern.tokenizer.shard;

import java.io.IOException;
import org.quern.ingest.bench.ProcessMemory;

/** The process's resident memory that is not of mapped files, as Linux's /proc tells it; 0 elsewhere. */
final class AnonymousMemory {

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
        return ProcessMemory.anonymous() / 1e6;
    }
}
