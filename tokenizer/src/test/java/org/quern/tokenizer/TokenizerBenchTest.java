package org.quern.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quern.ingest.job.InputException;

final class TokenizerBenchTest {

    @TempDir
    Path folder;

    @Test
    void encodingGivesTheSameTokensOnAnyNumberOfThreads() throws IOException {
        Path input = Files.write(folder.resolve("corpus.jsonl"), Fixtures.bytes("corpus.jsonl"));
        Path tokenizer = Files.write(folder.resolve("tokenizer.json"), Fixtures.bytes("hf-trained.json"));
        Map<String, Number> one = EncodeBench.run(input, tokenizer, 1);
        Map<String, Number> two = EncodeBench.run(input, tokenizer, 2);
        assertThat(one).containsKeys("mb_per_s", "tokens", "bytes_per_token", "mb", "hostile_slowdown");
        assertThat(two.get("tokens")).isEqualTo(one.get("tokens"));
    }

    @Test
    void packingCutsOnlyWhatIsLongerThanTheContext() throws IOException {
        Path input = Files.write(folder.resolve("corpus.jsonl"), Fixtures.bytes("corpus.jsonl"));
        Path tokenizer = Files.write(folder.resolve("tokenizer.json"), Fixtures.bytes("hf-trained.json"));
        Map<String, Number> one = PackBench.run(input, tokenizer, 64, 1);
        Map<String, Number> two = PackBench.run(input, tokenizer, 64, 2);
        assertThat(one.get("cut")).isEqualTo(one.get("longer_than_context"));
        assertThat(one.get("cut").longValue()).isPositive();
        assertThat(two.get("padding_share")).isEqualTo(one.get("padding_share"));
        assertThat(64 * one.get("sequences").longValue())
                .isEqualTo(one.get("tokens").longValue() + one.get("padding").longValue());
    }

    @Test
    void lineWithoutTextIsNamed() throws IOException {
        Path input = Files.writeString(folder.resolve("bad.jsonl"), "{\"text\": \"a\"}\n{\"body\": 1}\n");
        Path tokenizer = Files.write(folder.resolve("tokenizer.json"), Fixtures.bytes("hf-trained.json"));
        assertThatThrownBy(() -> EncodeBench.run(input, tokenizer, 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("bad.jsonl: line 2 has no \"text\"");
    }
}
