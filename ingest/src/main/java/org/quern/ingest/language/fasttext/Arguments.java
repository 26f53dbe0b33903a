package org.quern.ingest.language.fasttext;

import java.io.IOException;

/**
 * Of the arguments a model was trained with, those that a prediction needs.
 *
 * @param wordNgrams the longest word n-gram
 * @param bucket number of hashes for n-grams
 * @param minn the shortest character n-gram
 * @param maxn the longest; 0 for none
 */
record Arguments(int dim, int wordNgrams, Loss loss, int bucket, int minn, int maxn) {
    private static final int SUPERVISED = 3;
    private static final int VERSION_WITHOUT_SUBWORDS = 11;

    static Arguments read(ModelInput in, int version) throws IOException {
        int dim = in.int32();
        in.int32();
        in.int32();
        in.int32();
        in.int32();
        int wordNgrams = in.int32();
        int loss = in.int32();
        int model = in.int32();
        int bucket = in.int32();
        int minn = in.int32();
        int maxn = in.int32();
        in.int32();
        in.int64();
        if (model != SUPERVISED) {
            throw new MalformedModelException(
                    "has word vectors, not a classifier (model " + model + ", not " + SUPERVISED + ")");
        }
        if (loss < 1 || loss > Loss.values().length) {
            throw new MalformedModelException("has loss " + loss + ", not 1 to 4");
        }
        if (bucket < 1 && (maxn > 0 || wordNgrams > 1)) {
            throw new MalformedModelException("has n-grams but " + bucket + " buckets for them");
        }
        return new Arguments(
                dim, wordNgrams, Loss.values()[loss - 1], bucket, minn, version == VERSION_WITHOUT_SUBWORDS ? 0 : maxn);
    }

    /** In the order of their numbers, which begin at 1. */
    enum Loss {
        HIERARCHICAL_SOFTMAX,
        NEGATIVE_SAMPLING,
        SOFTMAX,
        ONE_VS_ALL
    }
}
