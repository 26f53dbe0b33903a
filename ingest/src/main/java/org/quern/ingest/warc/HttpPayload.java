package org.quern.ingest.warc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An HTTP response as a crawler stored it: its status, its headers and its {@linkplain HttpBody decoded} body. */
final class HttpPayload {
    private static final int MAX_HEAD_BYTES = 65_536;

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private HttpPayload(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /**
     * Takes a response apart; bytes without a status line are all body.
     *
     * @param maxBytes the body may be cut after so many bytes
     * @throws IOException if the body is compressed in a way that is not supported, or nothing of it can be read
     */
    static HttpPayload parse(byte[] response, int maxBytes) throws IOException {
        String head = new String(response, 0, Math.min(response.length, MAX_HEAD_BYTES), StandardCharsets.ISO_8859_1);
        if (!head.startsWith("HTTP/")) {
            return new HttpPayload(0, Map.of(), response);
        }
        int crlf = head.indexOf("\r\n\r\n");
        int lf = head.indexOf("\n\n");
        boolean bare = lf >= 0 && (crlf < 0 || lf < crlf);
        int end = bare || crlf < 0 ? lf : crlf;
        int headEnd = end < 0 ? head.length() : end;
        Map<String, String> headers = headers(head.substring(0, headEnd));
        byte[] raw = Arrays.copyOfRange(response, Math.min(response.length, headEnd + (bare ? 2 : 4)), response.length);
        return new HttpPayload(status(head), headers, HttpBody.decode(raw, headers, maxBytes));
    }

    /** The status code; 0 if there is no status line. */
    int status() {
        return status;
    }

    /** The first header of this lower-case name. */
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    byte[] body() {
        return body;
    }

    private static int status(String head) {
        int from = head.indexOf(' ') + 1;
        int to = from;
        while (from > 0 && to < head.length() && to - from < 3 && Character.digit(head.charAt(to), 10) >= 0) {
            to++;
        }
        return to > from ? Integer.parseInt(head.substring(from, to)) : 0;
    }

    private static Map<String, String> headers(String head) {
        Map<String, String> headers = new HashMap<>();
        head.lines().skip(1).forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.putIfAbsent(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        });
        return headers;
    }
}
