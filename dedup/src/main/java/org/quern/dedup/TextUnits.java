package org.quern.dedup;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * What shingles are made of, as 64-bit hashes, after the normalisation of datatrove's MinHash: lower case, a number (with its
 * decimals) becomes one {@code 0}, punctuation and white space separate words, diacritics go (NFD without
 * non-spacing marks). Where datatrove asks a tokenizer per language, an ideograph, a kana or a character of Thai, Lao,
 * Khmer or Myanmar is a word of its own here, for these scripts write no spaces.
 *
 * <p>One instance belongs to one thread and reuses its buffers: nothing is allocated per word.
 */
abstract class TextUnits {
    private static final byte LETTER = 0;
    private static final byte DIGIT = 1;
    private static final byte SEPARATOR = 2;
    private static final byte MARK = 3;
    private static final byte LONE = 4;

    private static final byte[] ASCII_KIND = asciiKinds();
    private static final String DECIMAL_SEPARATORS = ".,\u060C\u066B\u2396\u2397\u2398";

    private char[] chars = new char[1 << 12];
    private int length;
    private long[] units = new long[1 << 10];
    private int size;

    /** A letter of a word. */
    abstract void letter(char c);

    /** Letters of ASCII one after the other, as many as there are from {@code start} on; returns where they end. */
    int letters(char[] chars, int start, int end) {
        int i = start;
        while (i < end && Characters.isAsciiLetter(chars[i])) {
            letter(Characters.lowerAscii(chars[i]));
            i++;
        }
        return i;
    }

    /** The word ends here, if any has begun. */
    abstract void close();

    /** Reads a text and returns the number of its units; their hashes stand at the front of {@link #array()}. */
    final int read(String text) {
        load(text);
        size = 0;
        int i = 0;
        while (i < length) {
            char c = chars[i];
            byte kind = c < 128 ? ASCII_KIND[c] : kind(i);
            switch (kind) {
                case LETTER -> {
                    if (c < 128) {
                        i = letters(chars, i, length) - 1;
                    } else {
                        letter((char) Characters.lower(c));
                    }
                }
                case DIGIT -> {
                    letter('0');
                    i = numberEnd(i) - 1;
                }
                case LONE -> {
                    close();
                    letter(c);
                    if (Character.isHighSurrogate(c) && i + 1 < length) {
                        letter(chars[++i]);
                    }
                    close();
                }
                case SEPARATOR -> close();
                default -> {}
            }
            i++;
        }
        close();
        return size;
    }

    /** The buffer that {@link #read} filled; only as many entries as it returned are valid, until the next call. */
    final long[] array() {
        return units;
    }

    final void add(long unit) {
        if (size == units.length) {
            units = Arrays.copyOf(units, size * 2);
        }
        units[size++] = unit;
    }

    final boolean isEmpty() {
        return size == 0;
    }

    private void load(String text) {
        copy(text);
        if (!isAscii()) {
            copy(Normalizer.normalize(text, Normalizer.Form.NFD));
        }
    }

    private void copy(String text) {
        length = text.length();
        if (chars.length < length) {
            chars = new char[Math.max(length, chars.length * 2)];
        }
        text.getChars(0, length, chars, 0);
    }

    private boolean isAscii() {
        int bits = 0;
        for (int i = 0; i < length; i++) {
            bits |= chars[i];
        }
        return bits < 128;
    }

    /** The end of the number that begins at {@code start}: digits, then at most one separator with more digits. */
    private int numberEnd(int start) {
        int end = digitsEnd(start);
        if (end + 1 < length && DECIMAL_SEPARATORS.indexOf(chars[end]) >= 0 && Characters.isDigit(chars[end + 1])) {
            return digitsEnd(end + 1);
        }
        return end;
    }

    private int digitsEnd(int start) {
        int end = start;
        while (end < length && Characters.isDigit(chars[end])) {
            end++;
        }
        return end;
    }

    private byte kind(int i) {
        int codePoint = Character.codePointAt(chars, i, length);
        if (Characters.isUnspaced(codePoint)) {
            return LONE;
        }
        if (Character.isLowSurrogate(chars[i])) {
            return LETTER;
        }
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.FORMAT -> MARK;
            case Character.DECIMAL_DIGIT_NUMBER -> codePoint < 0x10000 ? DIGIT : LETTER;
            case Character.CONTROL,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> SEPARATOR;
            default -> LETTER;
        };
    }

    private static byte[] asciiKinds() {
        byte[] kinds = new byte[128];
        for (int c = 0; c < 128; c++) {
            kinds[c] = Character.isLetter(c) ? LETTER : Character.isDigit(c) ? DIGIT : SEPARATOR;
        }
        return kinds;
    }
}
