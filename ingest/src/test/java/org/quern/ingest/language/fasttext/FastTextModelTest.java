package org.quern.ingest.language.fasttext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.quern.ingest.language.fasttext.FastTextModel.Prediction;

/** Models of every loss, with and without n-grams and quantisation; {@code fasttext_predictions.py} beside the fixture made it. */
class FastTextModelTest {
    private static final double TOLERANCE = 1e-5;

    private static FastTextModel read(byte[] model) throws IOException {
        return FastTextModel.read(new ByteArrayInputStream(model), model.length, "lid.bin");
    }

    @Test
    void predictsWhatFastTextPredicts() throws IOException {
        List<String> differences = new ArrayList<>();
        int predictions = 0;
        for (JsonNode row : FastTextFixture.rows()) {
            FastTextModel model = read(row.get("model").binaryValue());
            for (JsonNode prediction : row.get("predictions")) {
                predictions++;
                String difference = difference(model, prediction);
                if (!difference.isEmpty()) {
                    differences.add(row.get("arguments") + " " + row.get("quantization") + ": " + difference);
                }
            }
        }

        assertThat(predictions).isEqualTo(9 * 13);
        assertThat(differences).isEmpty();
    }

    private static String difference(FastTextModel model, JsonNode expected) {
        String text = expected.get("text").textValue();
        Map<String, Double> found = model.predict(text, Integer.MAX_VALUE).stream()
                .collect(Collectors.toMap(Prediction::label, Prediction::probability));
        for (int i = 0; i < expected.get("labels").size(); i++) {
            String label = expected.get("labels").get(i).textValue();
            double theirs = expected.get("probabilities").get(i).doubleValue();
            double ours = found.getOrDefault(label, Double.NaN);
            if (!(Math.abs(ours - theirs) < TOLERANCE)) {
                return "\"" + text + "\" " + label + " " + ours + ", theirs is " + theirs;
            }
        }
        double theirBest = expected.get("probabilities").path(0).doubleValue();
        double ourBest = model.predict(text, 1).stream()
                .mapToDouble(Prediction::probability)
                .sum();
        return Math.abs(ourBest - theirBest) < TOLERANCE ? "" : "\"" + text + "\" has a better label";
    }

    @Test
    void filesThatAreNoModelsAreNamed() throws IOException {
        byte[] model = FastTextFixture.model();

        byte[] zip = model.clone();
        zip[0] = 'P';
        assertThatThrownBy(() -> read(zip))
                .isInstanceOf(IOException.class)
                .hasMessage("lid.bin is not a fastText classifier: it begins with 793712208 and version 12, not with "
                        + "793712314 and 11 or 12");

        byte[] vectors = model.clone();
        vectors[8 + 7 * Integer.BYTES] = 2;
        assertThatThrownBy(() -> read(vectors))
                .hasMessage(
                        "lid.bin is not a fastText classifier: it has word vectors, not a classifier (model 2, not 3)");
        assertThatThrownBy(() -> read(new byte[0]))
                .hasMessage("lid.bin is cut short: it ends after 0 bytes; fetch it again");
    }

    @Test
    void everyCutIsNoticed() throws IOException {
        byte[] model = FastTextFixture.model();

        for (int length = 0; length < model.length; length++) {
            byte[] cut = Arrays.copyOf(model, length);
            assertThatThrownBy(() -> read(cut)).as("after %d bytes", length).isInstanceOf(IOException.class);
        }
    }

    @Test
    void damagedBytesAreReadOrRefusedInOneLine() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] pruned = FastTextFixture.model(7);

        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = pruned.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            try {
                read(damaged).predict("the mill grinds", 1);
            } catch (IOException e) {
                assertThat(e.getMessage()).as("seed %d", seed).doesNotContain("\n");
            }
        }
    }
}
