package org.quern.ingest.source;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The files in a tar archive (V7, ustar, GNU, pax), read from front to back. The archive ends where it is damaged: without
 * a directory nothing tells where the next entry begins.
 */
final class TarEntries implements ArchiveEntries {
    /** Long names and attributes before one entry; more is no archive that anybody made to be read. */
    private static final long MAX_HEADER_BYTES = 1 << 20;

    /** A sparse file's gaps cost no byte in the archive, but time. */
    private static final long MAX_SPARSE_BYTES = 1 << 30;

    private final Allowance bytes;
    private final TarArchiveInputStream tar;
    private boolean damaged;

    TarEntries(InputStream decompressed) {
        this.bytes = new Allowance(new BufferedInputStream(decompressed, 1 << 16));
        this.tar = new TarArchiveInputStream(bytes);
    }

    @Override
    public Optional<Entry> next() throws IOException {
        if (damaged) {
            return Optional.empty();
        }
        damaged = true;
        TarArchiveEntry entry = nextHeader();
        while (entry != null && !isRegularFile(entry)) {
            entry = nextHeader();
        }
        damaged = false;
        return Optional.ofNullable(entry).map(file -> new Entry(file.getName(), Bytes::new));
    }

    @Override
    public List<Entry> licences() {
        return List.of();
    }

    @Override
    public long offset() {
        return tar.getBytesRead();
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }

    private @Nullable TarArchiveEntry nextHeader() throws IOException {
        skipContent();
        bytes.left = MAX_HEADER_BYTES;
        TarArchiveEntry entry = tar.getNextEntry();
        bytes.left = Long.MAX_VALUE;
        if (entry == null ? tar.getBytesRead() % tar.getRecordSize() != 0 : !entry.isCheckSumOK()) {
            throw new IOException("no whole header of an entry");
        }
        if (entry != null && entry.isSparse() && entry.getRealSize() > MAX_SPARSE_BYTES) {
            throw new IOException("a sparse file of " + entry.getRealSize() + " bytes");
        }
        return entry;
    }

    /** Reading at its end shows whether the content is all there, which skipping does not; sparse files cannot be skipped. */
    private void skipContent() throws IOException {
        TarArchiveEntry entry = tar.getCurrentEntry();
        if (entry != null && entry.isSparse()) {
            tar.transferTo(OutputStream.nullOutputStream());
        } else if (entry != null) {
            tar.skip(Long.MAX_VALUE);
            tar.read();
        }
    }

    private static boolean isRegularFile(TarArchiveEntry entry) {
        return entry.isFile()
                && !entry.isLink()
                && !entry.isSymbolicLink()
                && !entry.isCharacterDevice()
                && !entry.isBlockDevice()
                && !entry.isFIFO();
    }

    /** The current entry's bytes. A failure is the archive's; closing leaves the archive open. */
    private final class Bytes extends FilterInputStream {
        private Bytes() {
            super(tar);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            try {
                return super.read(target, from, length);
            } catch (IOException e) {
                damaged = true;
                throw e;
            }
        }

        @Override
        public void close() {}
    }

    /** Bytes of which so many may be read. */
    private static final class Allowance extends FilterInputStream {
        private long left = Long.MAX_VALUE;

        private Allowance(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            spend(1);
            return super.read();
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            int read = super.read(target, from, length);
            spend(Math.max(0, read));
            return read;
        }

        @Override
        public long skip(long wanted) throws IOException {
            long skipped = super.skip(wanted);
            spend(skipped);
            return skipped;
        }

        private void spend(long bytes) throws IOException {
            left -= bytes;
            if (left < 0) {
                throw new IOException("an entry's headers are over " + MAX_HEADER_BYTES + " bytes");
            }
        }
    }
}
