package org.quern.ingest.warc;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * An ARC record whose address has blanks in it, which jwarc refuses: the other fields of its line,
 * {@code URL IP date type length}, are taken from the right.
 */
final class ArcRecord {
    private static final int MAX_LINE_BYTES = 8_192;

    private static final int MAX_BLANK_LINES = 4;

    private final String url;
    private final String date;
    private final byte[] block;

    private ArcRecord(String url, String date, byte[] block) {
        this.url = url;
        this.date = date;
        this.block = block;
    }

    /** The record at this byte of the file, or nothing if there is none either way. */
    static Optional<ArcRecord> read(SeekableInput file, long offset, int maxBytes) throws IOException {
        try (BufferedInputStream raw = new BufferedInputStream(file.open(offset), 1 << 16)) {
            raw.mark(2);
            boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
            raw.reset();
            InputStream in = gzip ? new GZIPInputStream(raw) : raw;
            String line = line(in);
            for (int blank = 0; line.isEmpty() && blank < MAX_BLANK_LINES; blank++) {
                line = line(in);
            }
            String[] fields = line.split(" ", -1);
            int last = fields.length - 1;
            if (last < 4 || !fields[0].contains(":") || !isNumber(fields[last]) || !isNumber(fields[last - 2])) {
                return Optional.empty();
            }
            String url = String.join("%20", Arrays.copyOf(fields, last - 3));
            long length = Long.parseLong(fields[last]);
            byte[] block = in.readNBytes((int) Math.min(length, maxBytes + 1L));
            return Optional.of(new ArcRecord(url, fields[last - 2], block));
        } catch (ZipException e) {
            return Optional.empty();
        }
    }

    String url() {
        return url;
    }

    /** When it was fetched, in 14 digits. */
    String date() {
        return date;
    }

    byte[] block() {
        return block;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n' && line.length() < MAX_LINE_BYTES; c = in.read()) {
            line.append((char) c);
        }
        return new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).strip();
    }

    private static boolean isNumber(String field) {
        return !field.isEmpty() && field.length() <= 18 && field.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
