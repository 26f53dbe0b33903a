package org.quern.tokenizer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The tokens of pieces seen before, for pieces of up to {@value #MAX_BYTES} bytes and {@value #MAX_TOKENS} tokens.
 * Direct-mapped: a piece takes the place of another, so memory is bounded and there is nothing to evict. An entry is
 * one half of a cache line: the piece's bytes as two longs, then length, count and ids packed into two more. Not
 * thread-safe.
 */
final class PieceCache {

    /** Longer pieces are merged anew each time. */
    static final int MAX_BYTES = 16;
    /** Pieces of more tokens are merged anew each time. */
    static final int MAX_TOKENS = 5;
    /** A text must go on this far beyond the piece, with anything. */
    static final int PADDING = MAX_BYTES;

    private static final int ID_BITS = Vocabulary.ID_BITS;
    private static final long ID_MASK = (1 << ID_BITS) - 1;

    private static final int INDEX_BITS = 15;
    private static final int STRIDE = 4;
    private static final int COUNT_SHIFT = 60;
    private static final int LENGTH_SHIFT = 56;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Masks of a piece's bytes by its length, since a branch on the length is often mispredicted. */
    private static final long[] LOW_BYTES = new long[MAX_BYTES + 1];

    private static final long[] HIGH_BYTES = new long[MAX_BYTES + 1];

    static {
        for (int length = 1; length <= Long.BYTES; length++) {
            long mask = -1L >>> (Long.SIZE - Byte.SIZE * length);
            LOW_BYTES[length] = mask;
            HIGH_BYTES[Long.BYTES + length] = mask;
        }
        Arrays.fill(LOW_BYTES, Long.BYTES + 1, MAX_BYTES + 1, -1L);
    }

    private final long[] entries = new long[STRIDE << INDEX_BITS];

    // The piece that was looked up last: where it belongs.
    private long low;
    private long high;
    private int entry;

    /** Appends the tokens of a piece if they are known. */
    boolean find(byte[] text, int from, int length, TokenBuffer out) {
        load(text, from, length);
        long first = entries[entry + 2];
        long second = entries[entry + 3];
        if (entries[entry] != low || entries[entry + 1] != high || second >>> LENGTH_SHIFT != length) {
            return false;
        }
        out.addFirst(
                (int) (first >>> COUNT_SHIFT),
                (int) (first & ID_MASK),
                (int) (first >>> ID_BITS & ID_MASK),
                (int) (first >>> (2 * ID_BITS) & ID_MASK),
                (int) (second & ID_MASK),
                (int) (second >>> ID_BITS & ID_MASK));
        return true;
    }

    /** Keeps the last {@code count} tokens of a buffer as those of the piece that was looked up last. */
    void keep(int length, int count, TokenBuffer tokens) {
        if (count > MAX_TOKENS) {
            return;
        }
        long first = (long) count << COUNT_SHIFT;
        long second = (long) length << LENGTH_SHIFT;
        for (int i = 0; i < count; i++) {
            long id = tokens.get(tokens.size() - count + i);
            if (i < 3) {
                first |= id << (i * ID_BITS);
            } else {
                second |= id << ((i - 3) * ID_BITS);
            }
        }
        entries[entry] = low;
        entries[entry + 1] = high;
        entries[entry + 2] = first;
        entries[entry + 3] = second;
    }

    private void load(byte[] text, int from, int length) {
        low = (long) LONGS.get(text, from) & LOW_BYTES[length];
        high = (long) LONGS.get(text, from + Long.BYTES) & HIGH_BYTES[length];
        long hash = (low ^ (high * 0x9E3779B97F4A7C15L)) * 0xD6E8FEB86659FD93L;
        hash = (hash ^ (hash >>> 32)) * 0xD6E8FEB86659FD93L;
        entry = (int) (hash >>> (Long.SIZE - INDEX_BITS)) * STRIDE;
    }
}
