package org.quern.ingest.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;

/** Bytes whose end is an exception if their checksum is not the one expected. */
final class VerifiedStream extends FilterInputStream {
    private final CRC32 crc = new CRC32();
    private final long expected;

    VerifiedStream(InputStream in, long expected) {
        super(in);
        this.expected = expected;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int read = super.read(bytes, from, length);
        if (read >= 0) {
            crc.update(bytes, from, read);
        } else if (crc.getValue() != expected) {
            throw new IOException("checksum is wrong");
        }
        return read;
    }

    @Override
    public long skip(long wanted) throws IOException {
        return readNBytes((int) Math.min(wanted, 1 << 16)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
