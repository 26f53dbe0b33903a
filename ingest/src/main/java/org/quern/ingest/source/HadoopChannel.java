package org.quern.ingest.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A file of Hadoop's as a channel that seeks, for readers that start at a file's end. */
final class HadoopChannel implements SeekableByteChannel {
    private final FSDataInputStream in;
    private final long size;
    private boolean open = true;

    private HadoopChannel(FSDataInputStream in, long size) {
        this.in = in;
        this.size = size;
    }

    static HadoopChannel open(Path path, Configuration hadoop) throws IOException {
        FileSystem files = path.getFileSystem(hadoop);
        return new HadoopChannel(files.open(path), files.getFileStatus(path).getLen());
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int wanted = target.remaining();
        byte[] bytes = target.hasArray() ? target.array() : new byte[wanted];
        int offset = target.hasArray() ? target.arrayOffset() + target.position() : 0;
        int read = in.read(bytes, offset, wanted);
        if (read > 0) {
            if (target.hasArray()) {
                target.position(target.position() + read);
            } else {
                target.put(bytes, 0, read);
            }
        }
        return read;
    }

    @Override
    public long position() throws IOException {
        return in.getPos();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
        in.seek(Math.min(position, size));
        return this;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() throws IOException {
        open = false;
        in.close();
    }

    @Override
    public int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long newSize) {
        throw new NonWritableChannelException();
    }
}
