package org.quern.ingest.warc;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * A gzip file member by member (RFC 1952), each with the byte at which it begins: a record of an archive is one member.
 * {@link java.util.zip.GZIPInputStream} reads over the seams and does not tell where they were.
 */
final class GzipMembers implements Closeable {
    private static final String CUT_SHORT = "the gzip member is cut short";
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MAGIC = 0x8b1f;
    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;

    private final InputStream file;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int from;
    private int to;
    private long position;

    /**
     * Reads nothing yet.
     *
     * @param file a stream that begins at a member
     * @param offset of the stream's first byte in its file
     */
    GzipMembers(InputStream file, long offset) {
        this.file = file;
        this.position = offset;
    }

    /** Where the next member begins, once the one before has been read to its end. */
    long position() {
        return position;
    }

    /**
     * The content of the next member, to be read to its end before the next is opened; it need not be closed. It throws
     * where the member is damaged or, at its end, if its checksum is wrong.
     */
    InputStream next() throws IOException {
        skipHeader();
        inflater.reset();
        crc.reset();
        inflater.setInput(buffer, from, to - from);
        return new Content();
    }

    /** Whether the file has no more bytes. */
    boolean atEnd() throws IOException {
        return from == to && !fill();
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        file.close();
    }

    private void skipHeader() throws IOException {
        int magic = readShort();
        int method = readByte();
        if (magic != MAGIC || method != 8) {
            throw new ZipException("no gzip member");
        }
        int flags = readByte();
        skip(6);
        if ((flags & FLAG_EXTRA) != 0) {
            skip(readShort());
        }
        skipString(flags & FLAG_NAME);
        skipString(flags & FLAG_COMMENT);
        skip((flags & FLAG_HEADER_CRC) != 0 ? 2 : 0);
    }

    private void skipString(int present) throws IOException {
        boolean more = present != 0;
        while (more) {
            more = readByte() != 0;
        }
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            readByte();
        }
    }

    private long readInt() throws IOException {
        return readShort() | (long) readShort() << 16;
    }

    private int readShort() throws IOException {
        return readByte() | readByte() << 8;
    }

    private int readByte() throws IOException {
        if (from == to && !fill()) {
            throw new EOFException(CUT_SHORT);
        }
        position++;
        return buffer[from++] & 0xff;
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, file.read(buffer, 0, BUFFER_BYTES));
        return to > 0;
    }

    private void checkTrailer() throws IOException {
        long expected = readInt();
        long length = readInt();
        if (expected != crc.getValue() || length != (inflater.getBytesWritten() & 0xffff_ffffL)) {
            throw new ZipException("the gzip member's checksum or length is wrong");
        }
    }

    private void fillInflater() throws IOException {
        if (inflater.needsDictionary()) {
            throw new ZipException("the gzip member needs a dictionary");
        }
        if (!fill()) {
            throw new EOFException(CUT_SHORT);
        }
        inflater.setInput(buffer, from, to - from);
    }

    /** What is inflated of the open member. */
    private final class Content extends InputStream {
        private boolean ended;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = 0;
            while (read == 0 && length > 0 && !ended) {
                read = inflate(target, offset, length);
                if (read == 0 && inflater.finished()) {
                    ended = true;
                    checkTrailer();
                } else if (read == 0) {
                    fillInflater();
                }
            }
            return read == 0 && length > 0 ? -1 : read;
        }

        private int inflate(byte[] target, int offset, int length) throws IOException {
            try {
                int read = inflater.inflate(target, offset, length);
                int used = to - from - inflater.getRemaining();
                from += used;
                position += used;
                crc.update(target, offset, read);
                return read;
            } catch (DataFormatException e) {
                throw new ZipException("the gzip member is damaged: " + e.getMessage());
            }
        }
    }
}
