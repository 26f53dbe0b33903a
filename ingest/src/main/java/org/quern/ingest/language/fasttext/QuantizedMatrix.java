package org.quern.ingest.language.fasttext;

import java.io.IOException;
import java.util.Optional;

/** A matrix by product quantisation (Joulin et al. 2016, FastText.zip). */
final class QuantizedMatrix implements Matrix {
    private final int rows;
    private final ProductQuantizer quantizer;
    /** Of all rows, one for each subvector. */
    private final byte[] codes;

    private final Optional<Norms> norms;

    private QuantizedMatrix(int rows, ProductQuantizer quantizer, byte[] codes, Optional<Norms> norms) {
        this.rows = rows;
        this.quantizer = quantizer;
        this.codes = codes;
        this.norms = norms;
    }

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
        return new QuantizedMatrix((int) rows, quantizer, codes, norms);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return quantizer.dim();
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

    /** Rows' norms, quantised apart, a code each. */
    private static final class Norms {
        private final ProductQuantizer quantizer;
        private final byte[] codes;

        private Norms(ProductQuantizer quantizer, byte[] codes) {
            this.quantizer = quantizer;
            this.codes = codes;
        }

        private static Norms read(ModelInput in, long rows) throws IOException {
            byte[] codes = in.bytes(rows);
            ProductQuantizer quantizer = ProductQuantizer.read(in);
            if (quantizer.dim() != 1) {
                throw new MalformedModelException("has norms of " + quantizer.dim() + " dimensions");
            }
            return new Norms(quantizer, codes);
        }

        private float of(int row) {
            return quantizer.centroid(codes[row]);
        }
    }
}
