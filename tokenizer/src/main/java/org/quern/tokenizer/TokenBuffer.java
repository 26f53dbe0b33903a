package org.quern.tokenizer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/** Token ids that an encoder appends to; grows, and is cleared to be used again. */
public final class TokenBuffer {

    private int[] ids = new int[1024];
    private int size;

    /** An empty buffer. */
    public TokenBuffer() {}

    /** Appends an id. */
    public void add(int id) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, Math.multiplyExact(size, 2));
        }
        ids[size++] = id;
    }

    /** Appends the first of five ids, so many of them. Writes all, since a branch on the count is often mispredicted. */
    void addFirst(int count, int first, int second, int third, int fourth, int fifth) {
        if (size + 5 > ids.length) {
            ids = Arrays.copyOf(ids, Math.multiplyExact(ids.length, 2));
        }
        ids[size] = first;
        ids[size + 1] = second;
        ids[size + 2] = third;
        ids[size + 3] = fourth;
        ids[size + 4] = fifth;
        size += count;
    }

    /** The id at an index below {@link #size()}. */
    public int get(int index) {
        return ids[Objects.checkIndex(index, size)];
    }

    /** Number of ids. */
    public int size() {
        return size;
    }

    /** Forgets the ids. */
    public void clear() {
        size = 0;
    }

    /** A copy of the ids, four bytes each. */
    byte[] toLittleEndian() {
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(size, Integer.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(ids, 0, size);
        return bytes.array();
    }

    /** A copy of the ids. */
    public int[] toArray() {
        return Arrays.copyOf(ids, size);
    }
}
