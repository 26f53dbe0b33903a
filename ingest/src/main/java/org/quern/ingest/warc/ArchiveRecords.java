package org.quern.ingest.warc;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.netpreserve.jwarc.WarcReader;
import org.netpreserve.jwarc.WarcRecord;

/** The records of an archive from one of them on, one after the other, until one is damaged. */
final class ArchiveRecords implements Closeable {
    private final WarcReader reader;
    private final LongUnaryOperator place;

    private ArchiveRecords(InputStream records, LongUnaryOperator place) throws IOException {
        this.reader = new WarcReader(records);
        this.reader.setLenient(true);
        this.place = place;
    }

    /** Records of a file that is not compressed, whose stream begins at this byte. */
    static ArchiveRecords plain(InputStream file, long base) throws IOException {
        return new ArchiveRecords(new BufferedInputStream(file, 1 << 16), position -> base + position);
    }

    /** Records of a gzip file, whose stream begins at this byte, a member's first. */
    static ArchiveRecords compressed(InputStream file, long base) throws IOException {
        MemberStream members = new MemberStream(new GzipMembers(file, base));
        return new ArchiveRecords(members, members::memberAt);
    }

    /** The next record, which ends the one before; nothing at the end of the file. */
    Optional<WarcRecord> next() throws IOException {
        return reader.next();
    }

    /** Where the record begins that was read last, or tried to; in a compressed file, its member. */
    long offset() {
        return place.applyAsLong(reader.position());
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
