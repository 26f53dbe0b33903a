package org.quern.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quern.ingest.job.InputException;

final class TokenizerTest {

    private final Tokenizer tokenizer = Fixtures.tokenizer();

    @TempDir
    Path folder;

    @Test
    void loadsFromFileAndStreamWithTheSameHash() throws IOException {
        Path file = folder.resolve("tokenizer.json");
        Files.write(file, tokenizer.toJson());
        assertThat(Tokenizer.load(file).hash()).isEqualTo(tokenizer.hash()).hasSize(64);
        assertThat(Tokenizer.load(new ByteArrayInputStream(tokenizer.toJson())).vocabSize())
                .isEqualTo(640);
    }

    @Test
    void endOfTextIsATokenOnlyWhereAsked() {
        TokenBuffer ordinary = new TokenBuffer();
        tokenizer.newEncoder().encodeOrdinary(Tokenizer.END_OF_TEXT, ordinary);
        assertThat(tokenizer.encode(Tokenizer.END_OF_TEXT)).containsExactly(tokenizer.endOfText());
        assertThat(ordinary.toArray()).hasSizeGreaterThan(1).doesNotContain(tokenizer.endOfText());
        assertThat(tokenizer.decode(ordinary.toArray())).isEqualTo(Tokenizer.END_OF_TEXT);
    }

    @Test
    void endOfTextGoesByTheNamesThatOthersGiveIt() throws IOException {
        String json = new String(tokenizer.toJson(), StandardCharsets.UTF_8);
        assertThat(load(json.replace("<|endoftext|>", "<|end_of_text|>")).endOfText())
                .isEqualTo(tokenizer.endOfText());
        assertThatThrownBy(load(json.replace("<|endoftext|>", "<|stop|>"))::endOfText)
                .isInstanceOf(InputException.class)
                .hasMessage("the tokenizer has no added token of [<|endoftext|>, <|end_of_text|>], got [<|stop|>]; "
                        + "add one to its added_tokens");
    }

    private static Tokenizer load(String json) throws IOException {
        return Tokenizer.load(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void loneSurrogatesBecomeReplacementCharacters() {
        assertThat(tokenizer.encode("a\uD800b\uDC00")).isEqualTo(tokenizer.encode("a\uFFFDb\uFFFD"));
        assertThat(tokenizer.encode("\uDC00\uD800")).isEqualTo(tokenizer.encode("\uFFFD\uFFFD"));
    }

    @Test
    void encoderGivesTheSameWithAndWithoutItsCache() {
        long seed = 11;
        RandomText texts = new RandomText(seed);
        TokenEncoder kept = tokenizer.newEncoder();
        for (int i = 0; i < 300; i++) {
            String text = texts.next(40);
            TokenBuffer first = new TokenBuffer();
            TokenBuffer second = new TokenBuffer();
            kept.encode(text, first);
            tokenizer.newEncoder().encode(text, second);
            assertThat(first.toArray()).as("seed %d, text %d", seed, i).isEqualTo(second.toArray());
        }
    }

    @Test
    void streamingDecoderWaitsForWholeCharacters() {
        String text = "Mühle \uD83C\uDF3E 石臼\u0301";
        StreamingDecoder decoder = tokenizer.newDecoder();
        StringBuilder decoded = new StringBuilder();
        for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
            decoded.append(decoder.append(byteId(value)));
            assertThat(text).startsWith(decoded.toString());
        }
        assertThat(decoded.append(decoder.finish())).hasToString(text);
        assertThat(decoder.append(byteId((byte) 0xE7))).isEmpty();
        assertThat(decoder.finish()).isEqualTo("\uFFFD");
        assertThat(decoder.append(byteId((byte) 'a'))).isEqualTo("a");
    }

    private int byteId(byte value) {
        for (int id = 1; id < tokenizer.vocabSize(); id++) {
            if (tokenizer.bytes(id).length == 1 && tokenizer.bytes(id)[0] == value) {
                return id;
            }
        }
        throw new AssertionError(value);
    }

    @Test
    void unknownIdIsRefusedWithTheRange() {
        assertThatThrownBy(() -> tokenizer.decode(640)).hasMessage("token id must be in 0 to 639, got 640");
    }

    @Test
    void filesThatWouldEncodeOtherwiseAreRefused() {
        String json = new String(tokenizer.toJson(), StandardCharsets.UTF_8);
        refused("{", "tokenizer.json: not JSON");
        refused("{}", "type must be ByteLevel");
        refused(json.replace("\"dropout\": null", "\"dropout\": 0.1"), "dropout must be null");
        refused(json.replace("\"normalizer\": null", "\"normalizer\": {\"type\": \"NFKC\"}"), "type must be NFC");
        refused(json.replace("\\\\p{N}|", "\\\\p{N}{1,2}|"), "pre_tokenizer must be that of one of");
        refused(json.replace("\"lstrip\": false", "\"lstrip\": true"), "lstrip must be false");
        refused(json.replace("\"A\": ", "\"\u4e00\": "), "U+4E00, which stands for no byte");
        refused(json.replace("\"A\": ", "\"AA\": "), "byte 0x41 has no token");
    }

    private static void refused(String json, String message) {
        assertThatThrownBy(() -> load(json))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("give a byte-level BPE");
    }
}
