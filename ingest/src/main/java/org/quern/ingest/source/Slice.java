package org.quern.ingest.source;

import java.io.Serializable;

/**
 * A unit of work: a file, a range of a large one, or entries of a zip.
 *
 * @param path of the file, for Hadoop
 * @param source what documents call it: the input's name and the path below it, so that results do not depend on where the
 *     input lies
 * @param format of the file; of an archive, {@code auto} if its entries tell their own
 * @param begin the first byte; of a zip, the first entry in the order of its directory
 * @param end after the last
 * @param bytes about how much there is to read, to balance the work
 */
public record Slice(String path, String source, String format, long begin, long end, long bytes)
        implements Serializable {
    /** A slice whose part is a range. */
    public Slice {
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("a slice must be a range, got " + begin + ".." + end);
        }
    }
}
