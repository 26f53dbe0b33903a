package org.quern.ingest.warc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Takes off what HTTP put around a body, as far as it goes: a body that says it is chunked or compressed but is not is
 * taken as it is, one that is cut short is kept up to the cut.
 */
final class HttpBody {
    private HttpBody() {}

    static byte[] decode(byte[] raw, Map<String, String> headers, int maxBytes) throws IOException {
        boolean chunked = headers.getOrDefault("transfer-encoding", "")
                .toLowerCase(Locale.ROOT)
                .contains("chunked");
        String encoding = headers.getOrDefault("content-encoding", "").strip().toLowerCase(Locale.ROOT);
        return uncompressed(chunked ? unchunked(raw) : raw, encoding, maxBytes);
    }

    private static byte[] unchunked(byte[] raw) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream(raw.length);
        int at = 0;
        while (at < raw.length) {
            int lineEnd = at;
            while (lineEnd < raw.length && raw[lineEnd] != '\n') {
                lineEnd++;
            }
            int size = chunkSize(raw, at, lineEnd);
            if (size < 0) {
                // Not chunked after all, or broken here: the rest as it is.
                whole.write(raw, at, raw.length - at);
                break;
            }
            if (size == 0) {
                break;
            }
            int start = Math.min(raw.length, lineEnd + 1);
            int length = Math.min(size, raw.length - start);
            whole.write(raw, start, length);
            at = start + length;
            at += at + 1 < raw.length && raw[at] == '\r' && raw[at + 1] == '\n' ? 2 : 0;
        }
        return whole.toByteArray();
    }

    private static int chunkSize(byte[] raw, int from, int to) {
        long size = 0;
        int digits = 0;
        for (int i = from; i < to; i++) {
            int digit = Character.digit(raw[i], 16);
            if (digit < 0) {
                boolean ends = raw[i] == '\r' || raw[i] == ';' || raw[i] == ' ';
                return ends && digits > 0 ? (int) size : -1;
            }
            size = 16 * size + digit;
            if (++digits > 8 || size > Integer.MAX_VALUE) {
                return -1;
            }
        }
        return digits > 0 ? (int) size : -1;
    }

    private static byte[] uncompressed(byte[] body, String encoding, int maxBytes) throws IOException {
        return switch (encoding) {
            case "", "identity", "none", "utf-8" -> body;
            case "gzip", "x-gzip" ->
                isGzip(body) ? readLeniently(new GZIPInputStream(new ByteArrayInputStream(body)), maxBytes) : body;
            case "deflate" -> inflated(body, maxBytes);
            default -> throw new IOException("content-encoding " + encoding + " is not supported");
        };
    }

    private static byte[] inflated(byte[] body, int maxBytes) throws IOException {
        Inflater inflater = new Inflater(!isZlib(body));
        try {
            return readLeniently(new InflaterInputStream(new ByteArrayInputStream(body), inflater), maxBytes);
        } finally {
            // Its memory is outside the heap, and a stream does not free that of an inflater it was given.
            inflater.end();
        }
    }

    private static boolean isGzip(byte[] body) {
        return body.length > 1 && (body[0] & 0xff) == 0x1f && (body[1] & 0xff) == 0x8b;
    }

    private static boolean isZlib(byte[] body) {
        return body.length > 1 && (body[0] & 0x0f) == 8 && (256 * (body[0] & 0xff) + (body[1] & 0xff)) % 31 == 0;
    }

    private static byte[] readLeniently(InputStream in, int maxBytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[8_192];
        try (in) {
            for (int n = in.read(buffer); n >= 0 && out.size() <= maxBytes; n = in.read(buffer)) {
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            if (out.size() == 0) {
                throw e;
            }
        }
        return out.toByteArray();
    }
}
