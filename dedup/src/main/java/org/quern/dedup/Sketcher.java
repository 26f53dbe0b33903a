package org.quern.dedup;

import java.util.Optional;

/** Makes sketches; one instance belongs to one thread and reuses its buffers. */
final class Sketcher {
    private static final long[] NO_BANDS = {};

    private final Shingles shingles;
    private final MinHash minHash;
    private final Lsh lsh;
    private final long[] signature;

    Sketcher(MinHashConfig config) {
        shingles = config.shingles();
        lsh = new Lsh(config.bands(), config.rows());
        minHash = new MinHash(lsh.numHashes(), config.seed());
        signature = new long[lsh.numHashes()];
    }

    Sketch sketch(String id, String url, double quality, int sourceRank, Optional<Long> seconds, String text) {
        ExactHash exact = ExactHash.of(text);
        return new Sketch(id, url, quality, text.length(), sourceRank, seconds, exact.high(), exact.low(), bands(text));
    }

    /** The band keys of a text; none where it has fewer words than a shingle. */
    long[] bands(String text) {
        return sign(text) ? lsh.keys(signature) : NO_BANDS;
    }

    ShingleSet shingleSet(String text) {
        int size = shingles.read(text);
        return ShingleSet.of(shingles.array(), size);
    }

    /** The signature of a text; empty where it has fewer words than a shingle. */
    Signature signature(String text) {
        return sign(text) ? new Signature(signature) : Signature.EMPTY;
    }

    private boolean sign(String text) {
        int size = shingles.read(text);
        if (size > 0) {
            minHash.sign(shingles.array(), size, signature);
        }
        return size > 0;
    }
}
