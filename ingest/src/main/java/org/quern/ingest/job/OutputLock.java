package org.quern.ingest.job;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Keeps two processes from writing the same output. On a local disk the operating system holds the lock and frees it
 * however the process ends. Other file systems have no such lock; there the last rename wins, and what it leaves is whole.
 */
final class OutputLock implements AutoCloseable {
    /** Locks nothing. */
    static final OutputLock NONE = new OutputLock(null);

    private final @Nullable FileChannel channel;

    private OutputLock(@Nullable FileChannel channel) {
        this.channel = channel;
    }

    static OutputLock take(FileSystem files, Path output) throws IOException {
        if (!(files instanceof LocalFileSystem local)) {
            return NONE;
        }
        java.nio.file.Path target = local.pathToFile(output).toPath().toAbsolutePath();
        java.nio.file.Path file = target.resolveSibling("." + target.getFileName() + ".lock");
        Files.createDirectories(file.getParent());
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new OutputLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            // Held by this very process: refused like any other holder.
        }
        channel.close();
        throw new InputException(
                String.format("%s is being written by another run; wait for it or choose another folder", output));
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
