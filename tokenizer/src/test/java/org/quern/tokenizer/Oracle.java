package org.quern.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;

/** A tokenizer beside Hugging Face's own library, which DJL carries natively. */
record Oracle(Tokenizer tokenizer, HuggingFaceTokenizer huggingFace, boolean normalizes) {

    static Oracle of(byte[] json) {
        try {
            HuggingFaceTokenizer huggingFace = HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(json),
                    Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"));
            boolean normalizes = TokenizerJson.read(json).normalizer() != TextNormalizer.NONE;
            return new Oracle(Tokenizer.of(json, "tokenizer.json"), huggingFace, normalizes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** That both give the same ids, and that these give the text again. */
    void assertSame(String text) {
        // Rust has no lone surrogates, so that the other library gets what replaces them.
        String wellFormed = Utf8.decode(Utf8.of(text));
        int[] expected = Arrays.stream(huggingFace.encode(wellFormed).getIds())
                .mapToInt(Math::toIntExact)
                .toArray();
        int[] ids = tokenizer.encode(text);
        int different = Arrays.mismatch(ids, expected);
        assertThat(different).as("first different id in '%.200s'", text).isEqualTo(-1);
        assertThat(normalizes || tokenizer.decode(ids).equals(wellFormed))
                .as("'%.200s' comes back", text)
                .isTrue();
    }

    /** The other library's text of ids. */
    String decode(long... ids) {
        return huggingFace.decode(ids, false);
    }

    void close() {
        huggingFace.close();
    }
}
