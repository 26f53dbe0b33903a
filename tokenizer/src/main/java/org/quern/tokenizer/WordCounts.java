package org.quern.tokenizer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.quern.ingest.job.InputException;

/**
 * How often each distinct byte string was seen: a hash table that holds short words, which most of a text is, in place, and
 * no object for any. A word is known by its place in the table, until another is added. Not thread-safe.
 */
final class WordCounts {

    /** What a JVM can give to one array. */
    static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Bytes of a word that is held in the table. */
    private static final int MAX_SHORT = 7;

    private static final int LENGTH_SHIFT = 56;
    /** Marks a longer word, whose number is in the low half and whose hash is between. */
    private static final long LONG = 1L << 63;

    private static final long NUMBER = 0xFFFFFFFFL;
    private static final int HASH_SHIFT = 33;
    private static final int HASH_BITS = 31;

    /**
     * Words and their counts, one after the other; 0 where there is none; open addressing, at most three quarters full. A
     * short word is its bytes, the first the lowest, and its length on top.
     */
    private long[] table = new long[1 << 13];

    private int size;
    private long numBytes;

    /** The longer words' bytes, one after the other, and where each starts. */
    private byte[] bytes = new byte[1 << 16];

    private int[] starts = new int[1 << 12];
    private int numLong;

    /** Counts a word, the bytes of {@code text} from {@code from} to {@code to}, of which there must be some. */
    void add(byte[] text, int from, int to, long count) {
        if (to - from <= MAX_SHORT) {
            addShort(shortWord(text, from, to - from), count);
        } else {
            addLong(text, from, to, count);
        }
    }

    private static long shortWord(byte[] text, int from, int length) {
        long word = 0;
        if (from + Long.BYTES <= text.length) {
            word = (long) LONGS.get(text, from) & (-1L >>> (Long.SIZE - Byte.SIZE * length));
        } else {
            for (int i = length - 1; i >= 0; i--) {
                word = (word << Byte.SIZE) | (text[from + i] & 0xFF);
            }
        }
        return word | ((long) length << LENGTH_SHIFT);
    }

    private void addShort(long word, long count) {
        int place = place(hash(word));
        while (table[place] != word) {
            if (table[place] == 0) {
                put(place, word, count, (int) (word >>> LENGTH_SHIFT));
                return;
            }
            place = place + 2 & table.length - 1;
        }
        table[place + 1] += count;
    }

    private void addLong(byte[] text, int from, int to, long count) {
        int hash = (int) (ByteStrings.hash(text, from, to) >>> HASH_SHIFT);
        long word = LONG | ((long) hash << Integer.SIZE);
        int place = place(hash);
        while (table[place] != 0) {
            if ((table[place] & ~NUMBER) == word && isLong((int) table[place], text, from, to)) {
                table[place + 1] += count;
                return;
            }
            place = place + 2 & table.length - 1;
        }
        put(place, word | numLong, count, to - from);
        int start = starts[numLong];
        long end = (long) start + to - from;
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, grown(bytes.length, end));
        }
        System.arraycopy(text, from, bytes, start, to - from);
        numLong++;
        if (numLong == starts.length) {
            starts = Arrays.copyOf(starts, grown(numLong, numLong + 1L));
        }
        starts[numLong] = (int) end;
    }

    private boolean isLong(int number, byte[] text, int from, int to) {
        return Arrays.equals(bytes, starts[number], starts[number + 1], text, from, to);
    }

    private void put(int place, long word, long count, int length) {
        table[place] = word;
        table[place + 1] = count;
        numBytes += length;
        if (++size > table.length / 8 * 3) {
            grow();
        }
    }

    private void grow() {
        long[] old = table;
        table = new long[length(2L * old.length)];
        for (int i = 0; i < old.length; i += 2) {
            if (old[i] != 0) {
                int place = place(hash(old[i]));
                while (table[place] != 0) {
                    place = place + 2 & table.length - 1;
                }
                table[place] = old[i];
                table[place + 1] = old[i + 1];
            }
        }
    }

    private int place(int hash) {
        return hash << 1 & table.length - 1;
    }

    /** Of a word in the table, 31 bits. */
    private static int hash(long word) {
        return word < 0
                ? (int) (word >>> Integer.SIZE) & Integer.MAX_VALUE
                : (int) (ByteStrings.mix(word) >>> HASH_SHIFT);
    }

    /**
     * The length of an array for so many elements.
     *
     * @throws InputException if no array is so long
     */
    static int length(long elements) {
        if (elements > MAX_ARRAY) {
            throw new InputException(
                    "the distinct words need an array of %d elements, more than Java's %d; lower maxBytes or raise minWordCount"
                            .formatted(elements, MAX_ARRAY));
        }
        return (int) elements;
    }

    /** The length to which an array grows that must hold so many elements: at least twice its length if that can be. */
    static int grown(int length, long needed) {
        return Math.max(length(needed), (int) Math.min(MAX_ARRAY, 2L * length));
    }

    /** Number of distinct words. */
    int size() {
        return size;
    }

    /** Bytes of all distinct words together. */
    long numBytes() {
        return numBytes;
    }

    /** The first word, or {@link #end}. */
    int first() {
        return next(0);
    }

    /** The word after this one, or {@link #end}. */
    int after(int word) {
        return next(word + 2);
    }

    private int next(int from) {
        int place = from;
        while (place < table.length && table[place] == 0) {
            place += 2;
        }
        return place;
    }

    /** More than any word. */
    int end() {
        return table.length;
    }

    long count(int word) {
        return table[word + 1];
    }

    int length(int word) {
        long entry = table[word];
        return entry < 0 ? starts[(int) entry + 1] - starts[(int) entry] : (int) (entry >>> LENGTH_SHIFT);
    }

    byte byteAt(int word, int index) {
        long entry = table[word];
        return entry < 0 ? bytes[starts[(int) entry] + index] : (byte) (entry >>> (Byte.SIZE * index));
    }

    /** One of so many parts that the words are divided into, by their bytes. */
    int part(int word, int numParts) {
        // The hash's high bits: by the low ones, the words of a part would crowd in a table.
        return (int) (((long) hash(table[word]) * numParts) >>> HASH_BITS);
    }
}
