package org.quern.ingest.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** The files in an archive, in its order; what else is in it (folders, links, devices) is passed over. */
interface ArchiveEntries extends Closeable {
    /**
     * The next file, which ends the one before; nothing at the end.
     *
     * @throws IOException if there is damage after which no entry can be found; then the end is reached
     */
    Optional<Entry> next() throws IOException;

    /** The files that state a licence and can be read before all others; none if the archive has no directory. */
    List<Entry> licences();

    /** Where in the archive, decompressed, reading is; 0 if entries are found by a directory. */
    long offset();

    /** A file's name and content. */
    record Entry(String name, Content content) {}

    /** Opens an entry's bytes. */
    @FunctionalInterface
    interface Content {
        InputStream open() throws IOException;
    }
}
