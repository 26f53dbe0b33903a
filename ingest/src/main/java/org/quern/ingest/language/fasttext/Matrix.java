package org.quern.ingest.language.fasttext;

import java.io.IOException;

/** A matrix of which rows are added up, or multiplied with a vector. */
sealed interface Matrix permits DenseMatrix, QuantizedMatrix {
    /** Reads one, quantised or not. */
    static Matrix read(ModelInput in, boolean quantized) throws IOException {
        return quantized ? QuantizedMatrix.read(in) : DenseMatrix.read(in);
    }

    int rows();

    int columns();

    /** Adds a row to the vector. */
    void addRow(int row, float[] vector);

    /** The dot product of a row and the vector. */
    float dotRow(int row, float[] vector);
}
