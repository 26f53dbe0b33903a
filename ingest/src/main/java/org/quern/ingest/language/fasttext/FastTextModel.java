package org.quern.ingest.language.fasttext;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** A classifier that fastText trained (Joulin et al. 2016, Bag of Tricks). Immutable, so all threads share one. */
public final class FastTextModel {
    private static final int MAGIC = 793_712_314;
    private static final int MIN_VERSION = 11;
    private static final int VERSION = 12;

    private final Vocabulary vocabulary;
    private final List<String> labels;
    private final Matrix input;
    private final Classifier classifier;

    private FastTextModel(Vocabulary vocabulary, Matrix input, Classifier classifier) {
        this.vocabulary = vocabulary;
        this.labels = vocabulary.labels();
        this.input = input;
        this.classifier = classifier;
    }

    /**
     * Reads a {@code .bin} or {@code .ftz}.
     *
     * @param bytes in the file
     * @param name of the file, for messages
     * @throws IOException in one line, if it is not a fastText classifier, or cut short
     */
    public static FastTextModel read(InputStream in, long bytes, String name) throws IOException {
        try {
            return read(new ModelInput(in, bytes));
        } catch (EOFException e) {
            throw new IOException(name + " is cut short: it ends after " + bytes + " bytes; fetch it again", e);
        } catch (MalformedModelException e) {
            throw new IOException(name + " is not a fastText classifier: it " + e.getMessage(), e);
        }
    }

    private static FastTextModel read(ModelInput in) throws IOException {
        int magic = in.int32();
        int version = in.int32();
        if (magic != MAGIC || version < MIN_VERSION || version > VERSION) {
            throw new MalformedModelException("begins with " + magic + " and version " + version + ", not with " + MAGIC
                    + " and " + MIN_VERSION + " or " + VERSION);
        }
        Arguments arguments = Arguments.read(in, version);
        Vocabulary vocabulary = Vocabulary.read(in, arguments);
        boolean quantized = in.bool();
        Matrix input = Matrix.read(in, quantized);
        boolean outputQuantized = in.bool();
        Matrix output = Matrix.read(in, quantized && outputQuantized);
        requireSize("input", input, vocabulary.rows(), arguments.dim());
        requireSize("output", output, vocabulary.labels().size(), arguments.dim());
        return new FastTextModel(vocabulary, input, Classifier.of(arguments.loss(), output, vocabulary.labelCounts()));
    }

    private static void requireSize(String name, Matrix matrix, long rows, int columns) throws IOException {
        if (matrix.rows() != rows || matrix.columns() != columns) {
            throw new MalformedModelException("has an " + name + " matrix of " + matrix.rows() + " by "
                    + matrix.columns() + ", not " + rows + " by " + columns);
        }
    }

    /** All labels, with {@code __label__} before them. */
    public List<String> labels() {
        return labels;
    }

    /**
     * The most probable labels of a text, the first first.
     *
     * @param text lines ends are blanks
     * @param k how many at most; none of a text of which the model knows nothing
     */
    public List<Prediction> predict(String text, int k) {
        int[] rows = vocabulary.rows(text);
        if (rows.length == 0) {
            return List.of();
        }
        float[] hidden = new float[input.columns()];
        for (int row : rows) {
            input.addRow(row, hidden);
        }
        for (int i = 0; i < hidden.length; i++) {
            hidden[i] /= rows.length;
        }
        double[] probabilities = classifier.probabilities(hidden);
        return IntStream.range(0, probabilities.length)
                .mapToObj(label -> new Prediction(labels.get(label), probabilities[label]))
                .sorted(Comparator.comparingDouble(Prediction::probability).reversed())
                .limit(k)
                .toList();
    }

    /**
     * A label that a text may have.
     *
     * @param probability as fastText gives it: up to 0.00001 too large
     */
    public record Prediction(String label, double probability) {}
}
