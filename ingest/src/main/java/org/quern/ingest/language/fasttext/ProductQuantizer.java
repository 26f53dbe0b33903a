package org.quern.ingest.language.fasttext;

import java.io.IOException;

/** Vectors as the nearest of 256 centroids for each of their subvectors. */
final class ProductQuantizer {
    private static final int CODES = 256;

    private final int dim;
    private final int subvectors;
    /** Of each subvector but the last, which may be shorter. */
    private final int subDim;
    /** By subvector, then by code. */
    private final float[] centroids;

    private ProductQuantizer(int dim, int subvectors, int subDim, float[] centroids) {
        this.dim = dim;
        this.subvectors = subvectors;
        this.subDim = subDim;
        this.centroids = centroids;
    }

    static ProductQuantizer read(ModelInput in) throws IOException {
        int dim = in.int32();
        int subvectors = in.int32();
        int subDim = in.int32();
        int lastSubDim = in.int32();
        if (subvectors < 1 || subDim < 1 || (subvectors - 1L) * subDim + lastSubDim != dim || lastSubDim < 1) {
            throw new MalformedModelException("has a quantiser of " + dim + " dimensions in " + subvectors
                    + " subvectors of " + subDim + ", the last of " + lastSubDim);
        }
        return new ProductQuantizer(dim, subvectors, subDim, in.floats((long) dim * CODES));
    }

    int dim() {
        return dim;
    }

    int subvectors() {
        return subvectors;
    }

    /** What a code stands for where vectors have one dimension. */
    float centroid(byte code) {
        return centroids[code & 0xff];
    }

    void add(byte[] codes, int row, float factor, float[] vector) {
        for (int s = 0; s < subvectors; s++) {
            int from = s * subDim;
            int length = Math.min(subDim, dim - from);
            int centroid = centroid(codes, row, s, length);
            for (int i = 0; i < length; i++) {
                vector[from + i] += factor * centroids[centroid + i];
            }
        }
    }

    float dot(byte[] codes, int row, float[] vector) {
        float sum = 0;
        for (int s = 0; s < subvectors; s++) {
            int from = s * subDim;
            int length = Math.min(subDim, dim - from);
            int centroid = centroid(codes, row, s, length);
            for (int i = 0; i < length; i++) {
                sum += vector[from + i] * centroids[centroid + i];
            }
        }
        return sum;
    }

    /** Where the centroid begins that a row has for a subvector. */
    private int centroid(byte[] codes, int row, int subvector, int length) {
        int code = codes[row * subvectors + subvector] & 0xff;
        return subvector * CODES * subDim + code * length;
    }
}
