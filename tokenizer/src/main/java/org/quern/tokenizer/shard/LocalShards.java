package org.quern.tokenizer.shard;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;

/** A folder of shards where it can be mapped: itself if it is local, else a temporary copy that closing deletes. */
record LocalShards(Path folder, boolean temporary) implements Closeable {

    static LocalShards of(org.apache.hadoop.fs.Path folder, Configuration configuration) throws IOException {
        FileSystem files = folder.getFileSystem(configuration);
        if (files instanceof LocalFileSystem local) {
            return new LocalShards(local.pathToFile(folder).toPath(), false);
        }
        LocalShards copy = new LocalShards(Files.createTempDirectory("quern-shards"), true);
        try {
            for (FileStatus file : files.listStatus(folder)) {
                if (file.isFile()) {
                    org.apache.hadoop.fs.Path target = new org.apache.hadoop.fs.Path(
                            copy.folder.toUri().toString(), file.getPath().getName());
                    files.copyToLocalFile(false, file.getPath(), target, true);
                }
            }
            return copy;
        } catch (IOException e) {
            copy.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        if (temporary) {
            List<Path> copies;
            try (Stream<Path> entries = Files.list(folder)) {
                copies = entries.toList();
            }
            for (Path copy : copies) {
                Files.delete(copy);
            }
            Files.delete(folder);
        }
    }
}
