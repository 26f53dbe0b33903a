package org.quern.tokenizer;

import java.util.Arrays;
import java.util.Optional;

/**
 * The known regular expressions that cut text into pieces, each as a scanner that looks at every byte once or twice.
 */
enum SplitPattern {
    /**
     * Qwen2's, and so MiMo's: contractions, words with the character before them, single digits, runs of other
     * characters.
     */
    QWEN2("(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
            + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+") {
        @Override
        int pieceEnd(byte[] utf8, int from, int to) {
            return Qwen2Scanner.pieceEnd(utf8, from, to);
        }
    };

    private final String regex;

    SplitPattern(String regex) {
        this.regex = regex;
    }

    /** The regular expression as it stands in a tokenizer.json. */
    String regex() {
        return regex;
    }

    /**
     * Where the piece that starts at {@code from} ends.
     *
     * @param utf8 well-formed UTF-8
     * @param from below {@code to}, at a piece's start
     * @param to end of the text
     */
    abstract int pieceEnd(byte[] utf8, int from, int to);

    static Optional<SplitPattern> ofRegex(String regex) {
        return Arrays.stream(values())
                .filter(pattern -> pattern.regex.equals(regex))
                .findFirst();
    }
}
