package org.quern.tokenizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.quern.tokenizer.split.SplitPattern;

/** The kinds of tokenizers: a pattern, and what else such files have. */
enum TokenizerKind {
    /** GPT-2's own file is of an older format. */
    GPT2(SplitPattern.GPT2) {
        @Override
        void complete(ObjectNode root) {
            ((ObjectNode) root.path("pre_tokenizer")).remove("use_regex");
            ObjectNode model = (ObjectNode) root.path("model");
            model.remove("type");
            ArrayNode merges = (ArrayNode) model.path("merges");
            for (int i = 0; i < merges.size(); i++) {
                merges.set(
                        i,
                        merges.path(i).path(0).asText() + " "
                                + merges.path(i).path(1).asText());
            }
        }
    },
    GPT2_DIGITS(SplitPattern.GPT2_DIGITS),
    /** A third of the tokens can only be had whole. */
    LLAMA3(SplitPattern.LLAMA3) {
        @Override
        void complete(ObjectNode root) {
            ObjectNode model = (ObjectNode) root.path("model");
            ArrayNode merges = (ArrayNode) model.path("merges");
            for (int count = merges.size() / 3; count > 0; count--) {
                merges.remove(merges.size() - 1);
            }
            model.put("ignore_merges", true);
        }
    },
    QWEN2(SplitPattern.QWEN2),
    /** Qwen2's own file: composed text, several added tokens, one the beginning of another. */
    QWEN2_NFC(SplitPattern.QWEN2) {
        @Override
        void complete(ObjectNode root) {
            root.putObject("normalizer").put("type", "NFC");
            ArrayNode added = (ArrayNode) root.path("added_tokens");
            int id = root.path("model").path("vocab").size();
            for (String content : List.of("<|im_start|>", "<|im", "e\u0301\u00e9")) {
                TrainedBpe.addSpecial(added, id++, content);
            }
        }
    };

    private final SplitPattern pattern;

    TokenizerKind(SplitPattern pattern) {
        this.pattern = pattern;
    }

    void complete(ObjectNode root) {}

    /** A tokenizer.json of this kind with the vocabulary of another. */
    byte[] json(byte[] other) {
        ObjectMapper mapper = new ObjectMapper();
        try {
            ObjectNode root = (ObjectNode) mapper.readTree(other);
            root.set("pre_tokenizer", PreTokenizerJson.of(pattern));
            complete(root);
            return mapper.writeValueAsBytes(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SplitPattern pattern() {
        return pattern;
    }
}
