package org.quern.tokenizer;

import java.io.Serializable;
import java.util.Arrays;
import java.util.TreeMap;
import org.quern.tokenizer.shard.ShardPacking.Packed;

/**
 * What shards hold, in sums that add up over shards and tasks.
 *
 * @param shards that were written
 * @param documents in them
 * @param bytes of the files
 * @param packed rows, tokens, padding, cut documents
 * @param languages documents, tokens and bytes of text by language
 * @param tokenCounts how often each token occurs, by id
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record PackedSums(
        int shards, long documents, long bytes, Packed packed, TreeMap<String, TextSums> languages, long[] tokenCounts)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    static PackedSums nothing() {
        return new PackedSums(0, 0, 0, Packed.NOTHING, new TreeMap<>(), new long[0]);
    }

    PackedSums plus(PackedSums other) {
        TreeMap<String, TextSums> sums = new TreeMap<>(languages);
        other.languages.forEach((language, more) -> sums.merge(language, more, TextSums::plus));
        long[] counts = Arrays.copyOf(tokenCounts, Math.max(tokenCounts.length, other.tokenCounts.length));
        for (int id = 0; id < other.tokenCounts.length; id++) {
            counts[id] += other.tokenCounts[id];
        }
        return new PackedSums(
                shards + other.shards,
                documents + other.documents,
                bytes + other.bytes,
                packed.plus(other.packed),
                sums,
                counts);
    }
}
