package org.quern.ingest.warc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpPayloadTest {
    private static final int MAX_BYTES = 1_000;

    private static String body(String headers, byte[] body) throws IOException {
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        response.write(("HTTP/1.1 200 OK\r\n" + headers + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        response.write(body);
        return new String(HttpPayload.parse(response.toByteArray(), MAX_BYTES).body(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    @Test
    void readsStatusHeadersAndBody() throws IOException {
        HttpPayload payload = HttpPayload.parse(bytes("HTTP/1.0 404 Not Found\nA: b\nContent-Type: text/html\n\nx"), 9);

        assertThat(payload.status()).isEqualTo(404);
        assertThat(payload.header("content-type")).contains("text/html");
        assertThat(payload.body()).isEqualTo(bytes("x"));
    }

    @ParameterizedTest
    @CsvSource({
        "3\\r\\nabc\\r\\n2;x=y\\r\\nde\\r\\n0\\r\\n\\r\\n, abcde",
        "3\\r\\nabc\\r\\n9\\r\\nde, abcde",
        "not chunked, not chunked",
        "3\\r\\nabc\\r\\nno size, abcno size",
        "FFFFFFFFFF\\r\\nabc, 'FFFFFFFFFF\\r\\nabc'",
    })
    void unchunksAsFarAsItGoes(String raw, String expected) throws IOException {
        assertThat(body("Transfer-Encoding: chunked\r\n", bytes(raw.translateEscapes())))
                .isEqualTo(expected.translateEscapes());
    }

    @Test
    void uncompressesAsFarAsItGoes() throws IOException {
        byte[] whole = gzip(bytes("text ".repeat(100)));

        assertThat(body("Content-Encoding: gzip\r\n", whole)).isEqualTo("text ".repeat(100));
        assertThat(body("Content-Encoding: gzip\r\n", bytes("plain"))).isEqualTo("plain");
        assertThat(body("Content-Encoding: gzip\r\n", Arrays.copyOf(whole, whole.length - 9)))
                .startsWith("text text");
        assertThatThrownBy(() -> body("Content-Encoding: br\r\n", bytes("x")))
                .isInstanceOf(IOException.class)
                .hasMessage("content-encoding br is not supported");
    }
}
