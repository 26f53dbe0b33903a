package org.quern.ingest.language.fasttext;

import java.io.IOException;

/** A matrix as it is. */
final class DenseMatrix implements Matrix {
    private final int rows;
    private final int columns;
    private final float[] data;

    private DenseMatrix(int rows, int columns, float[] data) {
        this.rows = rows;
        this.columns = columns;
        this.data = data;
    }

    static DenseMatrix read(ModelInput in) throws IOException {
        long rows = in.int64();
        long columns = in.int64();
        in.count(rows, Float.BYTES);
        in.count(columns, Float.BYTES);
        return new DenseMatrix((int) rows, (int) columns, in.floats(rows * columns));
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public void addRow(int row, float[] vector) {
        int from = row * columns;
        for (int i = 0; i < columns; i++) {
            vector[i] += data[from + i];
        }
    }

    @Override
    public float dotRow(int row, float[] vector) {
        int from = row * columns;
        float sum = 0;
        for (int i = 0; i < columns; i++) {
            sum += data[from + i] * vector[i];
        }
        return sum;
    }
}
