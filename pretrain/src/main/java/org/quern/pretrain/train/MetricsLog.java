package org.quern.pretrain.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of one JSON object a line, cut back on a restart to the lines that count. */
final class MetricsLog implements Closeable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FileChannel out;

    MetricsLog(Path file, long keptBytes) throws IOException {
        out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (out.size() < keptBytes) {
            throw new IOException(file + " holds " + out.size() + " bytes, but the trainer's state counts on "
                    + keptBytes + "; delete the partial output folder to start anew");
        }
        out.truncate(keptBytes);
        out.position(keptBytes);
    }

    static ObjectNode line() {
        return JSON.createObjectNode();
    }

    void write(ObjectNode line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /** How long the file is now, every line of it on the disk. */
    long flushed() throws IOException {
        out.force(true);
        return out.position();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
