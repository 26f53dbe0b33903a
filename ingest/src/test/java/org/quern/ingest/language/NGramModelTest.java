package org.quern.ingest.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import opennlp.tools.langdetect.LanguageDetectorModel;
import opennlp.tools.ml.model.MaxentModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NGramModelTest {
    /** OpenNLP's logarithms of probabilities, once made as sharp, differ as ours do. */
    @ParameterizedTest
    @ValueSource(strings = {"the quern grinds grain", "die mühle", "мельница 𐍈", "a", "", "石臼 は"})
    void evaluatesAsOpenNlpDoes(String letters) throws IOException {
        double[] ours = NGramModel.shared().probabilities(letters);
        MaxentModel model = model();
        double[] theirs = model.eval(nGrams(letters).toArray(String[]::new));

        double sum = Arrays.stream(theirs)
                .map(p -> Math.pow(p, NGramModel.SHARPNESS))
                .sum();
        for (int i = 0; i < ours.length; i++) {
            assertThat(ours[i])
                    .as(model.getOutcome(i))
                    .isCloseTo(Math.pow(theirs[i], NGramModel.SHARPNESS) / sum, within(1e-4));
        }
    }

    private static MaxentModel model() throws IOException {
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
