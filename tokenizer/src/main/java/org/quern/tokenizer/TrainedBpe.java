package org.quern.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.quern.tokenizer.split.SplitPattern;

/**
 * What training gives, and how it is written: tokenizer.json byte for byte as Hugging Face tokenizers saves it.
 *
 * @param tokens by id, the special ones first, then those of the bytes and merges, spelt in {@link ByteAlphabet}
 * @param numSpecial how many of them are special
 * @param numReserved special tokens without a use, whose ids follow
 * @param merges in the order they were learnt
 */
record TrainedBpe(List<String> tokens, int numSpecial, int numReserved, List<Merge> merges, SplitPattern pattern) {

    /** How the name of a token without a use begins; its number follows. */
    static final String RESERVED = "<|reserved_";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectWriter AS_RUST_WRITES =
            JSON.writer(new DefaultPrettyPrinter(Separators.createDefaultInstance()
                            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                            .withObjectEmptySeparator("")
                            .withArrayEmptySeparator(""))
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withArrayIndenter(new DefaultIndenter("  ", "\n")));

    TrainedBpe {
        tokens = List.copyOf(tokens);
        merges = List.copyOf(merges);
    }

    /** All tokens, the reserved ones included. */
    int vocabSize() {
        return tokens.size() + numReserved;
    }

    /** With as few reserved tokens as make the size a multiple. */
    TrainedBpe filledTo(int multipleOf) {
        int missing = Math.floorMod(-tokens.size(), multipleOf);
        return new TrainedBpe(tokens, numSpecial, missing, merges, pattern);
    }

    byte[] toJson() {
        ObjectNode root = JSON.createObjectNode();
        root.put("version", "1.0").putNull("truncation").putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        IntStream.range(0, numSpecial).forEach(id -> addSpecial(added, id, tokens.get(id)));
        IntStream.range(0, numReserved).forEach(i -> addSpecial(added, tokens.size() + i, RESERVED + i + "|>"));
        root.putNull("normalizer");
        root.set("pre_tokenizer", PreTokenizerJson.of(pattern));
        root.putNull("post_processor");
        root.putObject("decoder")
                .put("type", "ByteLevel")
                .put("add_prefix_space", true)
                .put("trim_offsets", true)
                .put("use_regex", true);
        addModel(root.putObject("model"));
        try {
            return AS_RUST_WRITES.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    /** Appends a special token. */
    static void addSpecial(ArrayNode added, int id, String content) {
        added.addObject()
                .put("id", id)
                .put("content", content)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true);
    }

    private void addModel(ObjectNode model) {
        model.put("type", "BPE");
        for (String option : List.of("dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix")) {
            model.putNull(option);
        }
        model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
        ObjectNode vocab = model.putObject("vocab");
        IntStream.range(0, tokens.size()).forEach(id -> vocab.put(tokens.get(id), id));
        ArrayNode pairs = model.putArray("merges");
        merges.forEach(merge -> pairs.addArray().add(tokens.get(merge.left())).add(tokens.get(merge.right())));
    }
}
