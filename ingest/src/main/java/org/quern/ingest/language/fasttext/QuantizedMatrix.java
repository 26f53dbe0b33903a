package org.quern.ingest.language.fasttext;

import java.io.IOException;
import java.util.Optional;

/**
 * A matrix by product quantisation (Joulin et al. 2016, FastText.zip).
 *
 * @param codes of all rows, one for each subvector
 * @param norms of the rows, where they are quantised apart
 */
record QuantizedMatrix(int rows, int columns, ProductQuantizer quantizer, byte[] codes, Optional<Norms> norms)
        implements Matrix {
    static QuantizedMatrix read(ModelInput in) throws IOException {
        boolean hasNorms = in.bool();
        long rows = in.int64();
        long columns = in.int64();
        byte[] codes = in.bytes(in.int32());
        ProductQuantizer quantizer = ProductQuantizer.read(in);
        if (rows < 0 || rows * quantizer.subvectors() != codes.length || columns != quantizer.dim()) {
            throw new MalformedModelException(
                    "has a quantised matrix of " + rows + " by " + columns + " with " + codes.length
                            + " codes, in which subvectors are " + quantizer.subvectors() + " of " + quantizer.dim());
        }
        Optional<Norms> norms = hasNorms ? Optional.of(Norms.read(in, rows)) : Optional.empty();
        return new QuantizedMatrix((int) rows, (int) columns, quantizer, codes, norms);
    }

    @Override
    public void addRow(int row, float[] vector) {
        quantizer.add(codes, row, norm(row), vector);
    }

    @Override
    public float dotRow(int row, float[] vector) {
        return quantizer.dot(codes, row, vector) * norm(row);
    }

    private float norm(int row) {
        return norms.isPresent() ? norms.get().of(row) : 1;
    }

    /** Rows' norms, a code each. */
    record Norms(ProductQuantizer quantizer, byte[] codes) {
        private static Norms read(ModelInput in, long rows) throws IOException {
            byte[] codes = in.bytes(rows);
            ProductQuantizer quantizer = ProductQuantizer.read(in);
            if (quantizer.dim() != 1) {
                throw new MalformedModelException("has norms of " + quantizer.dim() + " dimensions");
            }
            return new Norms(quantizer, codes);
        }

        private float of(int row) {
            return quantizer.centroids()[codes[row] & 0xff];
        }
    }
}
