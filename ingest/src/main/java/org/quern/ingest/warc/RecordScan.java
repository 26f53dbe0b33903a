package org.quern.ingest.warc;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;

/**
 * Finds where the next record may begin after damage: in a compressed file a gzip member that opens with a record's first
 * line, in a plain one such a line itself.
 */
final class RecordScan {
    private static final List<byte[]> BEGINNINGS = List.of(
            "WARC/".getBytes(StandardCharsets.ISO_8859_1),
            "http://".getBytes(StandardCharsets.ISO_8859_1),
            "https://".getBytes(StandardCharsets.ISO_8859_1));
    private static final int LONGEST_BEGINNING = 8;
    private static final int GZIP_HEADER_BYTES = 4;

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

    /** The first place at or after {@code from} where a record may begin. */
    OptionalLong next(long from) throws IOException {
        long at = from;
        while (true) {
            OptionalLong candidate = candidate(at);
            if (candidate.isEmpty() || !compressed || opensRecord(candidate.getAsLong())) {
                return candidate;
            }
            at = candidate.getAsLong() + 1;
        }
    }

    private OptionalLong candidate(long from) throws IOException {
        int width = compressed ? GZIP_HEADER_BYTES : LONGEST_BEGINNING + 1;
        byte[] window = new byte[width];
        try (InputStream in = new BufferedInputStream(file.open(from), 1 << 16)) {
            int filled = in.readNBytes(window, 0, width);
            for (long at = from; filled > 1; at++) {
                if (compressed ? isMember(window) : window[0] == '\n' && beginsRecord(window, 1)) {
                    return OptionalLong.of(compressed ? at : at + 1);
                }
                System.arraycopy(window, 1, window, 0, width - 1);
                int next = in.read();
                window[width - 1] = (byte) Math.max(0, next);
                filled -= next < 0 ? 1 : 0;
            }
        }
        return OptionalLong.empty();
    }

    private boolean opensRecord(long member) throws IOException {
        try (InputStream in = new GZIPInputStream(file.open(member))) {
            return beginsRecord(in.readNBytes(LONGEST_BEGINNING), 0);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isMember(byte[] window) {
        return (window[0] & 0xff) == 0x1f && (window[1] & 0xff) == 0x8b && window[2] == 8 && (window[3] & 0xe0) == 0;
    }

    private static boolean beginsRecord(byte[] bytes, int from) {
        for (byte[] beginning : BEGINNINGS) {
            if (bytes.length - from >= beginning.length
                    && java.util.Arrays.equals(bytes, from, from + beginning.length, beginning, 0, beginning.length)) {
                return true;
            }
        }
        return false;
    }
}
