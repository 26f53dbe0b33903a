package org.quern.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What training gives, and how it is written: tokenizer.json byte for byte as Hugging Face tokenizers saves it.
 *
 * @param tokens the tokens by id, spelt in {@link ByteAlphabet}; the end of text first
 * @param merges in the order they were learnt
 */
record TrainedBpe(List<String> tokens, List<Merge> merges, SplitPattern pattern) {

    private static final String HEAD = """
            {
              "version": "1.0",
              "truncation": null,
              "padding": null,
              "added_tokens": [
                {
                  "id": 0,
                  "content": %s,
                  "single_word": false,
                  "lstrip": false,
                  "rstrip": false,
                  "normalized": false,
                  "special": true
                }
              ],
              "normalizer": null,
              "pre_tokenizer": {
                "type": "Sequence",
                "pretokenizers": [
                  {
                    "type": "Split",
                    "pattern": {
                      "Regex": %s
                    },
                    "behavior": "Isolated",
                    "invert": false
                  },
                  {
                    "type": "ByteLevel",
                    "add_prefix_space": false,
                    "trim_offsets": true,
                    "use_regex": false
                  }
                ]
              },
              "post_processor": null,
              "decoder": {
                "type": "ByteLevel",
                "add_prefix_space": true,
                "trim_offsets": true,
                "use_regex": true
              },
              "model": {
                "type": "BPE",
                "dropout": null,
                "unk_token": null,
                "continuing_subword_prefix": null,
                "end_of_word_suffix": null,
                "fuse_unk": false,
                "byte_fallback": false,
                "ignore_merges": false,
                "vocab": {
            """;

    byte[] toJson() {
        StringBuilder json = new StringBuilder(HEAD.formatted(quote(tokens.get(0)), quote(pattern.regex())));
        for (int id = 0; id < tokens.size(); id++) {
            json.append("      ").append(quote(tokens.get(id))).append(": ").append(id);
            json.append(id + 1 < tokens.size() ? ",\n" : "\n");
        }
        json.append("    },\n    \"merges\": [");
        for (int i = 0; i < merges.size(); i++) {
            Merge merge = merges.get(i);
            json.append(i == 0 ? "\n" : ",\n").append("      [\n        ");
            json.append(quote(tokens.get(merge.left()))).append(",\n        ");
            json.append(quote(tokens.get(merge.right()))).append("\n      ]");
        }
        json.append(merges.isEmpty() ? "]\n" : "\n    ]\n").append("  }\n}");
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The characters in use are printable, so that only two need a backslash. */
    private static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
