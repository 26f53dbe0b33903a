package org.quern.mtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URISyntaxException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.quern.pretrain.checkpoint.Safetensors;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.ParameterLayout;
import org.quern.pretrain.model.ParameterSpec;
import org.quern.pretrain.model.TokenBatch;
import org.quern.pretrain.train.LossSums;
import org.quern.tokenizer.shard.PackedSequence;

/**
 * What a script beside the folder made with PyTorch: batch.json, the batch with what its losses must be, and tensors.
 *
 * @param folder among the tests' resources
 */
record PyTorchFixture(String folder) {
    private static final double MAX_RELATIVE_DIFFERENCE = 1e-4;

    Path path() throws URISyntaxException {
        return Path.of(
                Objects.requireNonNull(PyTorchFixture.class.getResource(folder)).toURI());
    }

    private JsonNode json() throws Exception {
        return new ObjectMapper().readTree(Files.readString(path().resolve("batch.json")));
    }

    void assertMeans(LossSums sums) throws Exception {
        JsonNode expected = json();
        assertThat(sums.terms()).hasSize(expected.get("means").size());
        for (int term = 0; term < sums.terms().size(); term++) {
            String name = sums.terms().get(term).name();
            assertThat(sums.count(term))
                    .as(name)
                    .isEqualTo(expected.at("/counts/" + name).asInt());
            assertThat(sums.mean(term))
                    .as(name)
                    .isCloseTo(expected.at("/means/" + name).asDouble(), within(1e-4));
        }
    }

    void assertSame(ParameterBuffer buffer, String file) throws Exception {
        try (Safetensors expected = Safetensors.open(path().resolve(file))) {
            int checked = 0;
            for (ParameterLayout.Slot slot : buffer.layout().slots()) {
                long offset = slot.offset();
                for (ParameterSpec.Part part : slot.spec().parts()) {
                    long size = part.rows() * slot.spec().size() / slot.spec().rows();
                    assertClose(part.name(), buffer.memory(offset, size), expected.floats(part.name()));
                    offset += size;
                    checked++;
                }
            }
            assertThat(checked).isEqualTo(expected.entries().size());
        }
    }

    private static void assertClose(String name, FloatBuffer actual, FloatBuffer expected) {
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.limit(); i++) {
            largest = Math.max(largest, Math.abs(expected.get(i)));
            difference = Math.max(difference, Math.abs(expected.get(i) - actual.get(i)));
        }
        assertThat(difference / largest).as(name).isLessThan(MAX_RELATIVE_DIFFERENCE);
    }

    TokenBatch batch() throws Exception {
        JsonNode json = json();
        List<PackedSequence> rows = new ArrayList<>();
        for (int b = 0; b < json.get("tokens").size(); b++) {
            rows.add(new PackedSequence(
                    ints(json.get("tokens").get(b)),
                    json.get("lengths").get(b).asInt(),
                    ints(json.get("starts").get(b))));
        }
        return TokenBatch.of(rows);
    }

    private static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asInt();
        }
        return values;
    }
}
