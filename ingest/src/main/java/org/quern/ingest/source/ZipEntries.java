package org.quern.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A run of the files in a zip file or jar, by its central directory. */
final class ZipEntries implements ArchiveEntries {
    private final ZipFile archive;
    private final Iterator<ZipArchiveEntry> entries;

    private ZipEntries(ZipFile archive, Iterator<ZipArchiveEntry> entries) {
        this.archive = archive;
        this.entries = entries;
    }

    static ZipEntries open(Path path, Configuration hadoop, long begin, long end) throws IOException {
        ZipFile archive = archive(path, hadoop);
        return new ZipEntries(
                archive, files(archive).subList((int) begin, (int) end).iterator());
    }

    /** The sizes of its files in the order of the directory, in bytes; 0 where it is not known. */
    static List<Long> sizes(Path path, Configuration hadoop) throws IOException {
        try (ZipFile archive = archive(path, hadoop)) {
            return files(archive).stream()
                    .map(entry -> Math.max(0, entry.getSize()))
                    .toList();
        }
    }

    @Override
    public Optional<Entry> next() {
        if (!entries.hasNext()) {
            return Optional.empty();
        }
        return Optional.of(entry(entries.next()));
    }

    @Override
    public List<Entry> licences() {
        return files(archive).stream()
                .filter(file -> ArchiveLicences.isLicence(file.getName()))
                .map(this::entry)
                .toList();
    }

    @Override
    public long offset() {
        return 0;
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }

    private Entry entry(ZipArchiveEntry file) {
        return new Entry(file.getName(), () -> verified(file));
    }

    private InputStream verified(ZipArchiveEntry entry) throws IOException {
        InputStream in = archive.getInputStream(entry);
        return entry.getCrc() < 0 ? in : new VerifiedStream(in, entry.getCrc());
    }

    private static ZipFile archive(Path path, Configuration hadoop) throws IOException {
        return ZipFile.builder()
                .setSeekableByteChannel(HadoopChannel.open(path, hadoop))
                .get();
    }

    private static List<ZipArchiveEntry> files(ZipFile archive) {
        return Collections.list(archive.getEntries()).stream()
                .filter(entry -> !entry.isDirectory())
                .toList();
    }
}
