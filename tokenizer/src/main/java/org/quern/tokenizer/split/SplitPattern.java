package org.quern.tokenizer.split;

/**
 * The known ways to cut text into pieces, each as a scanner that looks at every byte once or twice.
 *
 * <p>The regular expressions are those of Hugging Face's files. {@code \p{L}}, {@code \p{N}} and {@code \s} are
 * a table of their own.
 */
public enum SplitPattern {
    /** GPT-2's: contractions in lower case, words, numbers and other runs, each with the space before it. */
    GPT2("'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+") {
        @Override
        public int pieceEnd(byte[] utf8, int from, int to) {
            return Gpt2Scanner.pieceEnd(utf8, from, to);
        }
    },
    /** GPT-2's between digits, each of which is a piece of its own, as StarCoder's and SmolLM's. */
    GPT2_DIGITS(GPT2.regex) {
        @Override
        public int pieceEnd(byte[] utf8, int from, int to) {
            return Gpt2Scanner.pieceEndBetweenDigits(utf8, from, to);
        }
    },
    /**
     * Llama 3's: contractions, words with the character before them, up to three digits, runs of other characters with
     * the line ends after them.
     */
    LLAMA3(Cl100kScanner.REGEX.formatted("{1,3}")) {
        @Override
        public int pieceEnd(byte[] utf8, int from, int to) {
            return Cl100kScanner.pieceEnd(utf8, from, to, 3);
        }
    },
    /** Qwen2's, and so MiMo's: Llama 3's with single digits. */
    QWEN2(Cl100kScanner.REGEX.formatted("")) {
        @Override
        public int pieceEnd(byte[] utf8, int from, int to) {
            return Cl100kScanner.pieceEnd(utf8, from, to, 1);
        }
    };

    private final String regex;

    SplitPattern(String regex) {
        this.regex = regex;
    }

    /** The regular expression as it stands in a tokenizer.json. */
    public String regex() {
        return regex;
    }

    /**
     * Where the piece that starts at {@code from} ends.
     *
     * @param utf8 well-formed UTF-8
     * @param from below {@code to}, at a piece's start
     * @param to end of the text
     */
    public abstract int pieceEnd(byte[] utf8, int from, int to);
}
