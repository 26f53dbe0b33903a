package org.quern.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Which files are archives, and how they are opened, on any of Hadoop's file systems. */
final class Archives {
    private Archives() {}

    /** A zip file or jar, whose directory lets runs of its entries be read alone. */
    static boolean isZip(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        return name.endsWith(".zip") || name.endsWith(".jar");
    }

    /** A tar archive, compressed or not. */
    static boolean isTar(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        return Compression.ofName(name).strip(name).endsWith(".tar");
    }

    static ArchiveEntries open(Slice slice, Configuration hadoop) throws IOException {
        Path path = new Path(slice.path());
        if (isZip(slice.path())) {
            return ZipEntries.open(path, hadoop, slice.begin(), slice.end());
        }
        InputStream file = path.getFileSystem(hadoop).open(path);
        try {
            return new TarEntries(Compression.ofName(slice.path()).open(file));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }
}
