package org.quern.ingest.source;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Zip files on any of Hadoop's file systems, by their central directory. */
final class Archives {
    private Archives() {}

    static ZipFile open(Path path, Configuration hadoop) throws IOException {
        return ZipFile.builder()
                .setSeekableByteChannel(HadoopChannel.open(path, hadoop))
                .get();
    }

    /** The entries that are files, in the order of the directory. */
    static List<ZipArchiveEntry> entries(ZipFile archive) {
        return Collections.list(archive.getEntries()).stream()
                .filter(entry -> !entry.isDirectory())
                .toList();
    }
}
