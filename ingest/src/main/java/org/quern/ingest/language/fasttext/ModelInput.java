package org.quern.ingest.language.fasttext;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Little-endian numbers of a file whose length is known, so that no number in it can ask for more memory than it has bytes. */
final class ModelInput {
    private static final int BUFFER_BYTES = 1 << 16;

    private final DataInputStream in;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long remaining;

    ModelInput(InputStream in, long bytes) {
        this.in = new DataInputStream(in);
        this.remaining = bytes;
    }

    boolean bool() throws IOException {
        return bytes(1)[0] != 0;
    }

    int int32() throws IOException {
        return fill(Integer.BYTES).getInt();
    }

    long int64() throws IOException {
        return fill(Long.BYTES).getLong();
    }

    /** A number of things, each of at least that many bytes. */
    int count(long number, long bytesEach) throws IOException {
        if (number < 0 || number > remaining / bytesEach || number > Integer.MAX_VALUE - 8) {
            throw new MalformedModelException("says that " + number + " follow of what takes " + bytesEach
                    + " bytes each, with " + remaining + " bytes left");
        }
        return (int) number;
    }

    byte[] bytes(long number) throws IOException {
        byte[] bytes = new byte[count(number, 1)];
        in.readFully(bytes);
        remaining -= bytes.length;
        return bytes;
    }

    float[] floats(long number) throws IOException {
        float[] floats = new float[count(number, Float.BYTES)];
        for (int from = 0; from < floats.length; ) {
            int n = Math.min(floats.length - from, BUFFER_BYTES / Float.BYTES);
            fill(n * Float.BYTES).asFloatBuffer().get(floats, from, n);
            from += n;
        }
        return floats;
    }

    /** The bytes before a NUL, a char each. */
    String string() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int b = in.read(); b != 0; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            bytes.write(b);
        }
        remaining -= bytes.size() + 1;
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private ByteBuffer fill(int bytes) throws IOException {
        in.readFully(buffer.array(), 0, bytes);
        remaining -= bytes;
        return buffer.clear().limit(bytes);
    }
}
