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

    private final String[] outcomes;
    private final LongKeys nGrams;
    /** The weights of the n-gram in place i are from {@code starts[i]} until {@code starts[i + 1]}. */
    private final int[] starts;

    private final short[] weightOutcomes;
    private final float[] weights;

    NGramModel(AbstractModel model) {
        outcomes = new String[model.getNumOutcomes()];
        Arrays.setAll(outcomes, model::getOutcome);
        Map<String, Context> contexts = contexts(model);
        int numWeights = contexts.values().stream()
                .mapToInt(context -> context.getOutcomes().length)
                .sum();
        nGrams = new LongKeys(contexts.size());
        starts = new int[contexts.size() + 1];
        weightOutcomes = new short[numWeights];
        weights = new float[numWeights];
        contexts.forEach(this::add);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Context> contexts(AbstractModel model) {
        return (Map<String, Context>) model.getDataStructures()[1];
    }

    private void add(String nGram, Context context) {
        int[] codePoints = nGram.codePoints().toArray();
        long key = key(codePoints, 0, codePoints.length);
        nGrams.add(key);
        int place = nGrams.place(key);
        int at = starts[place];
        for (int i = 0; i < context.getOutcomes().length; i++) {
            weightOutcomes[at] = (short) context.getOutcomes()[i];
            weights[at++] = (float) context.getParameters()[i];
        }
        starts[place + 1] = at;
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
        double[] scores = new double[outcomes.length];
        for (int n = 1; n <= MAX_N; n++) {
            for (int i = 0; i + n <= text.length; i++) {
                long key = key(text, i, n);
                int place = nGrams.place(key);
                if (place >= 0 && seen.add(key)) {
                    addWeights(place, scores);
                }
            }
        }
        return softmax(scores);
    }

    private void addWeights(int place, double[] scores) {
        for (int i = starts[place]; i < starts[place + 1]; i++) {
            scores[weightOutcomes[i]] += weights[i];
        }
    }

    private static double[] softmax(double[] scores) {
        double max = Arrays.stream(scores).max().orElse(0);
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Math.exp(SHARPNESS * (scores[i] - max));
            sum += scores[i];
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] /= sum;
        }
        return scores;
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
