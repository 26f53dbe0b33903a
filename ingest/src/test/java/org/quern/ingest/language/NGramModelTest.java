package org.quern.ingest.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import opennlp.tools.langdetect.LanguageDetectorModel;
import opennlp.tools.ml.model.MaxentModel;
import org.junit.jupiter.api.Test;

class NGramModelTest {
    private static final List<String> LETTERS = List.of("the quern grinds grain", "мельница 𐍈 мелет", "石臼 は", "a", "");

    /** To the power that makes them as sharp as ours. */
    @Test
    void probabilitiesAreOpenNlps() throws IOException {
        MaxentModel model = openNlps();
        for (String letters : LETTERS) {
            double[] ours = NGramModel.shared().probabilities(letters);
            double[] theirs = Arrays.stream(model.eval(nGrams(letters).toArray(String[]::new)))
                    .map(p -> Math.pow(p, NGramModel.SHARPNESS))
                    .toArray();
            double sum = Arrays.stream(theirs).sum();

            assertThat(ours).hasSize(148);
            for (int i = 0; i < ours.length; i++) {
                assertThat(ours[i])
                        .as("%s of \"%s\"", model.getOutcome(i), letters)
                        .isCloseTo(theirs[i] / sum, within(1e-6));
            }
        }
    }

    private static MaxentModel openNlps() throws IOException {
        try (InputStream in = NGramModel.class.getResourceAsStream(NGramModel.FILE)) {
            return new LanguageDetectorModel(in).getMaxentModel();
        }
    }

    private static Set<String> nGrams(String text) {
        int[] codePoints = text.codePoints().toArray();
        Set<String> nGrams = new TreeSet<>();
        for (int n = 1; n <= 3; n++) {
            for (int i = 0; i + n <= codePoints.length; i++) {
                nGrams.add(new String(codePoints, i, n));
            }
        }
        return nGrams;
    }
}
