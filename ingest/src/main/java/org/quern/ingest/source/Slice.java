package org.quern.ingest.source;

import java.io.Serializable;

/**
 * A unit of work: a file, or entries of an archive.
 *
 * @param path of the file, for Hadoop
 * @param source what documents call it: the input's name and the path below it, so that results do not depend on where the
 *     input lies
 * @param format of the file; of an archive, {@code auto} if its entries tell their own
 * @param firstEntry of an archive, in the order of its directory; 0 for a file
 * @param endEntry after the last; 0 for a file
 * @param bytes about how much there is to read, to balance the work
 */
public record Slice(String path, String source, String format, int firstEntry, int endEntry, long bytes)
        implements Serializable {
    /** A slice whose entries are a range. */
    public Slice {
        if (firstEntry < 0 || endEntry < firstEntry) {
            throw new IllegalArgumentException("entries must be a range, got " + firstEntry + ".." + endEntry);
        }
    }
}
