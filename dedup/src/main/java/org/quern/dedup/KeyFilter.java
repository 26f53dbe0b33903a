package org.quern.dedup;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * A Bloom filter of 64-bit keys that are hashes themselves, four bits a key, all in one word (Putze, Sanders and Singler, Cache-,
 * Hash- and Space-Efficient Bloom Filters, 2007). It never denies a key that it was made of. Of others it takes about one in 1,000 for
 * one of them, as long as these are fewer than 20 million; it has no more than 128 MB, in which 150 million make that one in 30.
 */
final class KeyFilter {
    private static final int SEGMENT_BITS = 4;
    private static final int MAX_WORD_BITS = 24;
    private static final int POSITION_BITS = 6;
    private static final int POSITIONS = 4;

    private final long[] words;
    private final int segmentWords;

    private KeyFilter(long[] words) {
        this.words = words;
        this.segmentWords = words.length >> SEGMENT_BITS;
    }

    /**
     * Makes the filter, a segment a task.
     *
     * @param keys one column of them
     * @param numKeys about how many they are
     */
    static KeyFilter of(Dataset<Row> keys, long numKeys) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(numKeys / 2);
        int wordBits = Math.min(Math.max(bits, SEGMENT_BITS), MAX_WORD_BITS);
        int segmentWords = 1 << (wordBits - SEGMENT_BITS);
        List<long[]> segments = keys.javaRDD()
                .mapToPair(row -> new Tuple2<>(segment(Mix64.mix(row.getLong(0))), row.getLong(0)))
                .partitionBy(new HashPartitioner(1 << SEGMENT_BITS))
                .values()
                .mapPartitions(segment -> List.of(words(segment, segmentWords)).iterator())
                .collect();
        return new KeyFilter(segments.stream().flatMapToLong(Arrays::stream).toArray());
    }

    private static long[] words(Iterator<Long> keys, int segmentWords) {
        long[] words = new long[segmentWords];
        while (keys.hasNext()) {
            long hash = Mix64.mix(keys.next());
            words[word(hash, segmentWords)] |= mask(hash);
        }
        return words;
    }

    boolean mayContain(long key) {
        long hash = Mix64.mix(key);
        long mask = mask(hash);
        return (words[segment(hash) * segmentWords + word(hash, segmentWords)] & mask) == mask;
    }

    private static int segment(long hash) {
        return (int) (hash >>> (Long.SIZE - SEGMENT_BITS));
    }

    /** The word within the segment. It, the segment and the mask take bits of their own. */
    private static int word(long hash, int segmentWords) {
        return (int) (hash >>> Integer.SIZE) & (segmentWords - 1);
    }

    private static long mask(long hash) {
        long mask = 0;
        for (int i = 0; i < POSITIONS; i++) {
            mask |= 1L << (hash >>> (i * POSITION_BITS));
        }
        return mask;
    }
}
