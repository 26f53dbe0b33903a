package org.quern.tokenizer;

import java.util.SplittableRandom;

/** Texts that no person writes: runs from every plane of Unicode, white space, contractions, controls. */
public final class RandomText {

    private static final String[] SNIPPETS = {
        "'s",
        "'S",
        "'ll",
        "'LL",
        "'re",
        "'vE",
        "'",
        "''",
        "'\u017F",
        "'l",
        " 's",
        "\r\n",
        "\n",
        "\r",
        "  ",
        " ",
        "\t",
        "\u00a0",
        "\u3000",
        "\u2028",
        "\u0085",
        "\u0000",
        "don't",
        " the",
        "ing",
        "0",
        "12",
        "\u00bd",
        "e\u0301",
        "\u4e00\u4e8c",
        " \u4e00",
        "!",
        " !!\n\n",
        "<|",
        "|>",
        "<|endoftext|",
        "\ufffd",
        "\uD83D\uDC69\u200D\uD83C\uDF3E"
    };

    private final SplittableRandom random;

    public RandomText(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Well-formed text of up to so many parts. */
    public String next(int maxParts) {
        StringBuilder text = new StringBuilder();
        for (int parts = random.nextInt(maxParts + 1); parts > 0; parts--) {
            switch (random.nextInt(5)) {
                case 0 -> text.append(SNIPPETS[random.nextInt(SNIPPETS.length)]);
                case 1 -> text.appendCodePoint(codePoint(Character.MAX_CODE_POINT));
                case 2 -> text.appendCodePoint(codePoint(0x3000));
                case 3 -> text.append((char) random.nextInt(0x80));
                default -> text.append(Character.toString(codePoint(0x250)).repeat(random.nextInt(1, 30)));
            }
        }
        return text.toString();
    }

    private int codePoint(int below) {
        int codePoint = random.nextInt(below + 1);
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE ? 'x' : codePoint;
    }
}
