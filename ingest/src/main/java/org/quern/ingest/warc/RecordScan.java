package org.quern.ingest.warc;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/**
 * Finds where the next record begins, after damage or in the middle of a file: in a compressed file a gzip member that opens
 * with a record's first line, in a plain one such a line itself.
 */
final class RecordScan {
    private static final List<String> BEGINNINGS = List.of("WARC/", "http://", "https://");
    private static final int LONGEST_BEGINNING = 8;
    private static final byte GZIP_MAGIC = 0x1f;

    /** Enough for a gzip header and the codes of the first deflated block. */
    private static final int MAX_MEMBER_START_BYTES = 1_024;

    private static final int BUFFER_BYTES = 1 << 16;

    private final SeekableInput file;
    private final boolean compressed;

    private RecordScan(SeekableInput file, boolean compressed) {
        this.file = file;
        this.compressed = compressed;
    }

    static RecordScan of(SeekableInput file) throws IOException {
        try (InputStream in = file.open(0)) {
            byte[] start = in.readNBytes(2);
            return new RecordScan(file, start.length == 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b);
        }
    }

    /** The records from this place on. */
    ArchiveRecords open(long from) throws IOException {
        InputStream in = file.open(from);
        return compressed ? ArchiveRecords.compressed(in, from) : ArchiveRecords.plain(in, from);
    }

    /** The first place in {@code from..to} where a record may begin: where to go on after damage. */
    OptionalLong next(long from, long to) throws IOException {
        return compressed ? nextMember(from, to) : nextLine(from, to, head -> true);
    }

    /**
     * The first place in {@code from..to} where a record surely begins: where to cut. In a plain ARC file, whose records
     * have little to know them by, there is none.
     */
    OptionalLong cut(long from, long to) throws IOException {
        return compressed ? nextMember(from, to) : nextLine(from, to, RecordHead::isIn);
    }

    private OptionalLong nextMember(long from, long to) throws IOException {
        try (InputStream in = buffered(from)) {
            long at = from;
            for (int c = in.read(); c >= 0 && at < to; c = in.read()) {
                if (c == GZIP_MAGIC && opensRecord(peek(in, MAX_MEMBER_START_BYTES))) {
                    return OptionalLong.of(at);
                }
                at++;
            }
        }
        return OptionalLong.empty();
    }

    private OptionalLong nextLine(long from, long to, Predicate<byte[]> isHead) throws IOException {
        long at = Math.max(0, from - 1);
        try (InputStream in = buffered(at)) {
            for (int c = in.read(); c >= 0 && ++at < to; c = in.read()) {
                if (c == '\n'
                        && isBeginning(peek(in, LONGEST_BEGINNING))
                        && isHead.test(peek(in, RecordHead.MAX_BYTES))) {
                    return OptionalLong.of(at);
                }
            }
        }
        return OptionalLong.empty();
    }

    private InputStream buffered(long from) throws IOException {
        return new BufferedInputStream(file.open(from), BUFFER_BYTES);
    }

    private static byte[] peek(InputStream in, int bytes) throws IOException {
        in.mark(bytes);
        byte[] next = in.readNBytes(bytes);
        in.reset();
        return next;
    }

    /** Whether the rest of a gzip header follows, and behind it what begins a record. */
    private static boolean opensRecord(byte[] rest) {
        if (rest.length < 3 || (rest[0] & 0xff) != 0x8b || rest[1] != 8 || (rest[2] & 0xe0) != 0) {
            return false;
        }
        InputStream member = new SequenceInputStream(
                new ByteArrayInputStream(new byte[] {GZIP_MAGIC}), new ByteArrayInputStream(rest));
        try (InputStream in = new GZIPInputStream(member)) {
            return isBeginning(in.readNBytes(LONGEST_BEGINNING));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isBeginning(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return BEGINNINGS.stream().anyMatch(text::startsWith);
    }
}
