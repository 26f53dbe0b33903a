package org.quern.ingest.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A small WARC or ARC file of pages, damaged: in what was stored, in a record before it was compressed, or in the file. Of
 * its pages some are chunked, compressed or neither; the file is compressed by record, as a whole, or not.
 */
public final class MutatedArchive {
    private static final int MAX_RECORDS = 6;
    private static final int MAX_CHUNK_BYTES = 4_000;

    private MutatedArchive() {}

    /** The bytes of an archive. */
    public static byte[] of(List<byte[]> pages, Random random) {
        boolean arc = random.nextInt(3) == 0;
        int compression = random.nextInt(4);
        List<byte[]> records = new ArrayList<>();
        int numRecords = 1 + random.nextInt(MAX_RECORDS);
        for (int i = 0; i < numRecords; i++) {
            byte[] page = pages.get(random.nextInt(pages.size()));
            byte[] block = response(random.nextInt(4) == 0 ? Mutation.of(page, pages, random) : page, random);
            byte[] record = arc ? arcRecord(i, block) : warcRecord(i, block, random);
            byte[] stored = random.nextInt(4) == 0 ? Mutation.of(record, pages, random) : record;
            records.add(compression > 1 ? gzip(stored) : stored);
        }
        byte[] file = joined(records);
        byte[] whole = compression == 1 ? gzip(file) : file;
        return random.nextBoolean() ? Mutation.of(whole, records, random) : whole;
    }

    private static byte[] warcRecord(int number, byte[] block, Random random) {
        String type = random.nextInt(8) == 0 ? "resource" : "response";
        String contentType = random.nextInt(8) == 0 ? "text/html" : "application/http; msgtype=response";
        String head =
                String.format(Locale.ROOT, """
                WARC/1.%d
                WARC-Type: %s
                WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-%012d>
                WARC-Date: 2024-01-01T00:00:00Z
                WARC-Target-URI: http://mill.example/%d
                Content-Type: %s
                Content-Length: %d

                """, random.nextInt(2), type, number, number, contentType, block.length);
        return joined(List.of(latin(head.replace("\n", "\r\n")), block, latin("\r\n\r\n")));
    }

    private static byte[] arcRecord(int number, byte[] block) {
        String head = String.format(
                Locale.ROOT, "http://mill.example/%d 192.0.2.1 20240101000000 text/html %d\n", number, block.length);
        return joined(List.of(latin(head), block, latin("\n")));
    }

    private static byte[] response(byte[] page, Random random) {
        StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n");
        byte[] body = page;
        int encoding = random.nextInt(6);
        if (encoding < 2) {
            head.append("Content-Encoding: ").append(encoding == 0 ? "gzip" : "deflate");
            head.append("\r\n");
            body = encoding == 0 ? gzip(body) : deflated(body);
        }
        if (random.nextInt(3) == 0) {
            head.append("Transfer-Encoding: chunked\r\n");
            body = chunked(body, random);
        }
        return joined(List.of(latin(head + "\r\n"), body));
    }

    private static byte[] chunked(byte[] body, Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        while (at < body.length) {
            int length = Math.min(body.length - at, 1 + random.nextInt(MAX_CHUNK_BYTES));
            out.writeBytes(latin(Integer.toHexString(length) + "\r\n"));
            out.write(body, at, length);
            out.writeBytes(latin("\r\n"));
            at += length;
        }
        out.writeBytes(latin("0\r\n\r\n"));
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] deflated(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream zlib = new DeflaterOutputStream(out)) {
            zlib.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] joined(List<byte[]> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
