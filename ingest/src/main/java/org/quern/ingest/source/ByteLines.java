package org.quern.ingest.source;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Lines of UTF-8 with the byte offset at which each begins. A line over the limit is passed over, not held. */
final class ByteLines implements Closeable {
    private final InputStream in;
    private final int maxBytes;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long position;

    ByteLines(InputStream in, int maxBytes) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.maxBytes = maxBytes;
    }

    /** A line without its end; its text is missing if it is over the limit. */
    record Line(long offset, Optional<String> text) {}

    Optional<Line> next() throws IOException {
        long start = position;
        bytes.reset();
        int c = in.read();
        if (c < 0) {
            return Optional.empty();
        }
        for (; c >= 0 && c != '\n'; c = in.read()) {
            position++;
            if (bytes.size() <= maxBytes) {
                bytes.write(c);
            }
        }
        position++;
        return Optional.of(new Line(
                start,
                bytes.size() > maxBytes ? Optional.empty() : Optional.of(bytes.toString(StandardCharsets.UTF_8))));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
