package org.quern.tokenizer.shard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.zip.CRC32C;

/** Passes bytes on and keeps the CRC-32C of those since the last {@link #take()}. */
final class BlockChecksum implements WritableByteChannel {

    private final WritableByteChannel out;
    private final CRC32C checksum = new CRC32C();

    BlockChecksum(WritableByteChannel out) {
        this.out = out;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        ByteBuffer written = source.duplicate();
        int count = out.write(source);
        checksum.update(written.limit(written.position() + count));
        return count;
    }

    /** The checksum of what was written since the last call. */
    int take() {
        int value = (int) checksum.getValue();
        checksum.reset();
        return value;
    }

    @Override
    public boolean isOpen() {
        return out.isOpen();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
