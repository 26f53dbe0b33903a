package org.quern.ingest.language;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/**
 * OpenNLP's maximum-entropy model over character n-grams. Only the first {@value #MAX_LETTERS} letters of a text are
 * looked at, words apart by one blank: more decide nothing and cost time in proportion.
 *
 * <p>The model's own confidence is a matter of length: the right language of a sentence gets 0.05, of two pages 0.999. So
 * confidences are raised to the power that their text is shorter than {@code CALIBRATED_LETTERS}, at most
 * {@code MAX_EXPONENT}, and made to sum to one again.
 */
final class OpenNlpLanguageIdentifier implements LanguageIdentifier {
    static final int MAX_LETTERS = 600;
    static final int MIN_LETTERS = 3;
    private static final double CALIBRATED_LETTERS = 1_500;
    private static final double MAX_EXPONENT = 8;
    private static final String MODEL = "/langdetect-183.bin";

    private final LanguageDetectorME detector = new LanguageDetectorME(Holder.MODEL);

    @Override
    public Language identify(String text) {
        String sample = sample(text);
        if (sample.length() < MIN_LETTERS) {
            return Language.UNDETERMINED;
        }
        opennlp.tools.langdetect.Language[] found = detector.predictLanguages(sample);
        double exponent = Math.min(MAX_EXPONENT, CALIBRATED_LETTERS / sample.length());
        double sum = 0;
        for (opennlp.tools.langdetect.Language each : found) {
            sum += Math.pow(each.getConfidence(), exponent);
        }
        return new Language(found[0].getLang(), Math.pow(found[0].getConfidence(), exponent) / sum);
    }

    /** Letters and single blanks, without what is between code fences. */
    static String sample(String text) {
        StringBuilder letters = new StringBuilder(MAX_LETTERS);
        boolean fenced = false;
        for (int i = 0; i < text.length() && letters.length() < MAX_LETTERS; i++) {
            char c = text.charAt(i);
            if (c == '`' && text.startsWith("```", i)) {
                fenced = !fenced;
                i += 2;
            } else if (!fenced && (Character.isLetter(c) || Character.isSurrogate(c) || isMark(c))) {
                letters.append(c);
            } else if (!letters.isEmpty() && letters.charAt(letters.length() - 1) != ' ') {
                letters.append(' ');
            }
        }
        return letters.toString();
    }

    private static boolean isMark(char c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private static final class Holder {
        private static final LanguageDetectorModel MODEL = load();

        private static LanguageDetectorModel load() {
            try (InputStream in =
                    OpenNlpLanguageIdentifier.class.getResourceAsStream(OpenNlpLanguageIdentifier.MODEL)) {
                if (in == null) {
                    throw new IllegalStateException("no " + OpenNlpLanguageIdentifier.MODEL
                            + " on the class path; add org.apache.opennlp:opennlp-models-langdetect");
                }
                return new LanguageDetectorModel(in);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + OpenNlpLanguageIdentifier.MODEL, e);
            }
        }
    }
}
