package org.quern.tokenizer.split;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Letters, numbers and white space, as the regular expressions of tokenizers know them.
 *
 * <p>From a table of Unicode 16 in the resources, not from {@link Character}: the ids of a text must not change with
 * the JDK.
 */
final class UnicodeClass {

    static final byte OTHER = 0;
    /** {@code \p{L}}. */
    static final byte LETTER = 1;
    /** {@code \p{N}}. */
    static final byte NUMBER = 2;
    /** {@code \s} but carriage return and line feed. */
    static final byte SPACE = 3;
    /** Carriage return and line feed. */
    static final byte NEWLINE = 4;

    private static final String TABLE = "unicode-classes.txt";
    private static final int BLOCK_BITS = 8;
    private static final int BLOCK = 1 << BLOCK_BITS;

    // Two stages: most blocks of 256 code points are all of one class and shared.
    private static final char[] BLOCKS = new char[(Character.MAX_CODE_POINT + 1) / BLOCK];
    private static final byte[] CLASSES;

    static {
        byte[] flat = new byte[Character.MAX_CODE_POINT + 1];
        readRanges(flat);
        flat['\r'] = NEWLINE;
        flat['\n'] = NEWLINE;
        CLASSES = compress(flat);
    }

    private UnicodeClass() {}

    static byte of(int codePoint) {
        return CLASSES[(BLOCKS[codePoint >>> BLOCK_BITS] << BLOCK_BITS) + (codePoint & (BLOCK - 1))];
    }

    private static void readRanges(byte[] flat) {
        try (InputStream in = UnicodeClass.class.getResourceAsStream(TABLE)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + TABLE + " is missing from the jar; build it again");
            }
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> fill(flat, line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line is a class and a range: {@code L 41-5a}. */
    private static void fill(byte[] flat, String line) {
        int dash = line.indexOf('-');
        byte unicodeClass =
                switch (line.charAt(0)) {
                    case 'L' -> LETTER;
                    case 'N' -> NUMBER;
                    default -> SPACE;
                };
        int first = Integer.parseInt(line, 2, dash, 16);
        int last = Integer.parseInt(line, dash + 1, line.length(), 16);
        Arrays.fill(flat, first, last + 1, unicodeClass);
    }

    private static byte[] compress(byte[] flat) {
        byte[] distinct = new byte[flat.length];
        int count = 0;
        for (int block = 0; block < BLOCKS.length; block++) {
            int same = 0;
            while (same < count
                    && !Arrays.equals(
                            flat, block * BLOCK, (block + 1) * BLOCK, distinct, same * BLOCK, (same + 1) * BLOCK)) {
                same++;
            }
            if (same == count) {
                System.arraycopy(flat, block * BLOCK, distinct, count++ * BLOCK, BLOCK);
            }
            BLOCKS[block] = (char) same;
        }
        return Arrays.copyOf(distinct, count * BLOCK);
    }
}
