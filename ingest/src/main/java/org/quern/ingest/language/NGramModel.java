package org.quern.ingest.language;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import opennlp.tools.langdetect.LanguageDetectorModel;
import opennlp.tools.ml.model.AbstractModel;
import opennlp.tools.ml.model.Context;

/**
 * Apache Tika's maximum-entropy model of 148 languages and ways to write them: p(l | text) is proportional to exp of the sum
 * of w(g, l) over the different character 1- to 3-grams g of the text. OpenNLP, which reads the file, has a string and two
 * arrays for each n-gram; here they are flat tables, which all threads share.
 */
final class NGramModel {
    static final String FILE = "/opennlp-langdetect-20210413.bin";
    private static final int MAX_N = 3;
    private static final int CODE_POINT_BITS = 21;
    /** By how much the model's scores are too flat: with it, as many answers are right as their probabilities say. */
    static final double SHARPNESS = 24;

    /** N-grams with weights for fewer outcomes, of a quarter, have lists; adding a whole row, most of it zeros, takes longer. */
    private static final int MIN_ROW_SHARE = 4;

    private final String[] outcomes;
    private final LongKeys nGrams;
    /** Where the weights of the n-gram in place i begin; if negative, {@code ~begin} is its row. */
    private final int[] begins;

    private final byte[] counts;
    private final short[] weightOutcomes;
    private final float[] weights;
    /** A weight for each outcome, so that the processor adds several at once: most n-grams of a text are frequent ones. */
    private final float[][] rows;

    NGramModel(AbstractModel model) {
        outcomes = new String[model.getNumOutcomes()];
        Arrays.setAll(outcomes, model::getOutcome);
        Map<String, Context> contexts = contexts(model);
        int numRows = 0;
        int numWeights = 0;
        for (Context context : contexts.values()) {
            numRows += isRow(context) ? 1 : 0;
            numWeights += isRow(context) ? 0 : context.getOutcomes().length;
        }
        nGrams = new LongKeys(contexts.size());
        begins = new int[contexts.size()];
        counts = new byte[contexts.size()];
        weightOutcomes = new short[numWeights];
        weights = new float[numWeights];
        rows = new float[numRows][outcomes.length];
        Filling filling = new Filling();
        contexts.forEach(filling::add);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Context> contexts(AbstractModel model) {
        return (Map<String, Context>) model.getDataStructures()[1];
    }

    private boolean isRow(Context context) {
        return context.getOutcomes().length * MIN_ROW_SHARE >= outcomes.length;
    }

    /** Where the next n-gram's weights go. */
    private final class Filling {
        private int nextWeight;
        private int nextRow;

        void add(String nGram, Context context) {
            int[] codePoints = nGram.codePoints().toArray();
            long key = key(codePoints, 0, codePoints.length);
            nGrams.add(key);
            int place = nGrams.place(key);
            int[] of = context.getOutcomes();
            double[] values = context.getParameters();
            boolean row = isRow(context);
            begins[place] = row ? ~nextRow : nextWeight;
            counts[place] = (byte) of.length;
            for (int i = 0; i < of.length; i++) {
                if (row) {
                    rows[nextRow][of[i]] = (float) values[i];
                } else {
                    weightOutcomes[nextWeight] = (short) of[i];
                    weights[nextWeight++] = (float) values[i];
                }
            }
            nextRow += row ? 1 : 0;
        }
    }

    /** The one of this JVM. */
    static NGramModel shared() {
        return Holder.MODEL;
    }

    /** By index, as Tika names them: {@code eng}, {@code zho-simp}. */
    String[] outcomes() {
        return outcomes.clone();
    }

    /**
     * The probability of each outcome.
     *
     * @param letters lower-case, words apart by one blank
     */
    double[] probabilities(String letters) {
        int[] text = letters.codePoints().toArray();
        LongKeys seen = new LongKeys(MAX_N * text.length);
        float[] scores = new float[outcomes.length];
        for (int n = 1; n <= MAX_N; n++) {
            for (int i = 0; i + n <= text.length; i++) {
                long key = key(text, i, n);
                if (seen.add(key)) {
                    addWeights(nGrams.place(key), scores);
                }
            }
        }
        return softmax(scores);
    }

    private void addWeights(int place, float[] scores) {
        if (place < 0) {
            return;
        }
        int begin = begins[place];
        if (begin < 0) {
            addRow(rows[~begin], scores);
            return;
        }
        for (int i = begin; i < begin + counts[place]; i++) {
            scores[weightOutcomes[i]] += weights[i];
        }
    }

    private static void addRow(float[] row, float[] scores) {
        for (int i = 0; i < scores.length; i++) {
            scores[i] += row[i];
        }
    }

    private static double[] softmax(float[] scores) {
        double max = Float.NEGATIVE_INFINITY;
        for (float score : scores) {
            max = Math.max(max, score);
        }
        double[] probabilities = new double[scores.length];
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            probabilities[i] = Math.exp(SHARPNESS * (scores[i] - max));
            sum += probabilities[i];
        }
        for (int i = 0; i < scores.length; i++) {
            probabilities[i] /= sum;
        }
        return probabilities;
    }

    /** At most three code points of 21 bits; plus one, since the model has n-grams that begin with NUL. */
    private static long key(int[] text, int from, int n) {
        long key = 0;
        for (int i = from; i < from + n; i++) {
            key = (key << CODE_POINT_BITS) | (text[i] + 1);
        }
        return key;
    }

    private static final class Holder {
        private static final NGramModel MODEL = load();

        private static NGramModel load() {
            try (InputStream in = NGramModel.class.getResourceAsStream(FILE)) {
                if (in == null) {
                    throw new IllegalStateException(
                            "no " + FILE + " on the class path; add org.apache.tika:tika-langdetect-opennlp");
                }
                return new NGramModel((AbstractModel) new LanguageDetectorModel(in).getMaxentModel());
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + FILE, e);
            }
        }
    }
}
