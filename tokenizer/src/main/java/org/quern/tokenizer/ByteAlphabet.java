package org.quern.tokenizer;

import java.util.Arrays;

/**
 * The printable character that stands for each byte in a byte-level tokenizer's files, GPT-2's table: printable Latin-1
 * stands for itself, the others are U+0100 and on.
 */
final class ByteAlphabet {

    private static final char[] CHARS = new char[256];
    private static final short[] BYTES = new short[512];

    static {
        Arrays.fill(BYTES, (short) -1);
        char shifted = 256;
        for (int value = 0; value < CHARS.length; value++) {
            boolean printable = (value > ' ' && value < 0x7F) || (value > 0xA0 && value != 0xAD);
            CHARS[value] = printable ? (char) value : shifted++;
            BYTES[CHARS[value]] = (short) value;
        }
    }

    private ByteAlphabet() {}

    static char charOf(int unsignedByte) {
        return CHARS[unsignedByte];
    }

    /** The 256 bytes in the order of their characters, which is the order of their ids. */
    static int[] bytesByChar() {
        return Arrays.stream(toInts(BYTES)).filter(value -> value >= 0).toArray();
    }

    private static int[] toInts(short[] values) {
        int[] ints = new int[values.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = values[i];
        }
        return ints;
    }

    static String encode(byte[] bytes) {
        StringBuilder chars = new StringBuilder(bytes.length);
        for (byte value : bytes) {
            chars.append(CHARS[value & 0xFF]);
        }
        return chars.toString();
    }

    /**
     * The bytes of a token as the files spell it.
     *
     * @throws IllegalArgumentException if a character stands for no byte
     */
    static byte[] decode(String token) {
        byte[] bytes = new byte[token.length()];
        for (int i = 0; i < bytes.length; i++) {
            char c = token.charAt(i);
            if (c >= BYTES.length || BYTES[c] < 0) {
                throw new IllegalArgumentException(
                        "token '%s' has the character U+%04X, which stands for no byte".formatted(token, (int) c));
            }
            bytes[i] = (byte) BYTES[c];
        }
        return bytes;
    }
}
