package org.quern.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A text's UTF-8 in a buffer that is used again. A surrogate without its partner becomes U+FFFD. Not thread-safe. */
final class Utf8 {

    private static final int REPLACEMENT = 0xFFFD;

    private final int padding;
    private byte[] bytes = new byte[1 << 12];
    private int length;

    /** A buffer that has room for so many bytes beyond the text. */
    Utf8(int padding) {
        this.padding = padding;
    }

    /** Takes a text. */
    void set(String text) {
        int needed = Math.addExact(Math.multiplyExact(text.length(), 3), padding);
        if (bytes.length < needed) {
            bytes = new byte[Math.max(needed, (int) Math.min(2L * bytes.length, 1 << 30))];
        }
        int ascii = 0;
        while (ascii < text.length() && text.charAt(ascii) < 0x80) {
            bytes[ascii] = (byte) text.charAt(ascii);
            ascii++;
        }
        length = ascii < text.length() ? setOthers(text, ascii) : ascii;
    }

    private int setOthers(String text, int from) {
        byte[] out = bytes;
        int end = from;
        int to = text.length();
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                out[end++] = (byte) c;
            } else if (c < 0x800) {
                out[end++] = (byte) (0xC0 | (c >> 6));
                out[end++] = continuation(c);
            } else if (Character.isHighSurrogate(c) && i + 1 < to && Character.isLowSurrogate(text.charAt(i + 1))) {
                int codePoint = Character.toCodePoint(c, text.charAt(++i));
                out[end++] = (byte) (0xF0 | (codePoint >> 18));
                out[end++] = continuation(codePoint >> 12);
                out[end++] = continuation(codePoint >> 6);
                out[end++] = continuation(codePoint);
            } else {
                int codePoint = Character.isSurrogate(c) ? REPLACEMENT : c;
                out[end++] = (byte) (0xE0 | (codePoint >> 12));
                out[end++] = continuation(codePoint >> 6);
                out[end++] = continuation(codePoint);
            }
        }
        return end;
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | (bits & 0x3F));
    }

    /** The text's bytes, then anything. Changes with the next text. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /**
     * The text of bytes, U+FFFD for every longest part of a character that does not go on, as Unicode recommends and
     * Rust and Python do.
     */
    static String decode(byte[] bytes) {
        byte[] copy = bytes.clone();
        maskSurrogates(copy, copy.length);
        return new String(copy, StandardCharsets.UTF_8);
    }

    /** Java takes an encoded surrogate for one part, others for three: so its first byte becomes one that nothing has. */
    static void maskSurrogates(byte[] bytes, int length) {
        for (int i = 0; i + 1 < length; i++) {
            if (bytes[i] == (byte) 0xED && (bytes[i + 1] & 0xE0) == 0xA0) {
                bytes[i] = (byte) 0xFF;
            }
        }
    }

    /** A copy of a text's bytes. */
    static byte[] of(String text) {
        Utf8 utf8 = new Utf8(0);
        utf8.set(text);
        return Arrays.copyOf(utf8.bytes, utf8.length);
    }
}
