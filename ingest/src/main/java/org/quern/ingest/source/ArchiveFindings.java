package org.quern.ingest.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.quern.ingest.document.Damage;
import org.quern.ingest.document.Finding;
import org.quern.ingest.document.Findings;

/** What is in some entries of a zip file or jar. An entry that is damaged or too large is reported, and the next one read. */
final class ArchiveFindings implements Findings {
    private final ZipFile archive;
    private final Iterator<ZipArchiveEntry> entries;
    private final String source;
    private final Optional<SourceFormat> format;
    private final ReadOptions options;
    private Findings current = Findings.none();
    private String currentSource = "";

    ArchiveFindings(Path path, Configuration hadoop, Slice slice, ReadOptions options) throws IOException {
        this.archive = Archives.open(path, hadoop);
        this.entries = Archives.entries(archive)
                .subList((int) slice.begin(), (int) slice.end())
                .iterator();
        this.source = slice.source();
        this.format = SourceFormat.named(slice.format());
        this.options = options;
    }

    @Override
    public Optional<Finding> next() throws IOException {
        while (true) {
            try {
                Optional<Finding> finding = current.next();
                if (finding.isPresent()) {
                    return finding;
                }
                current.close();
                if (!entries.hasNext()) {
                    return Optional.empty();
                }
                current = Findings.none();
                current = open(entries.next());
            } catch (IOException | RuntimeException e) {
                current = Findings.none();
                return Optional.of(Damage.damaged(currentSource, 0, Damage.detail(e)));
            }
        }
    }

    private Findings open(ZipArchiveEntry entry) throws IOException {
        currentSource = source + "!/" + entry.getName();
        Optional<SourceFormat> known = format.or(() -> SourceFormat.ofName(entry.getName()));
        if (known.isEmpty() || known.get() == SourceFormat.WARC || known.get() == SourceFormat.PARQUET) {
            return Findings.none();
        }
        InputStream in = archive.getInputStream(entry);
        Compression compression = Compression.ofName(entry.getName());
        if (known.get() == SourceFormat.JSONL || known.get() == SourceFormat.WORDNET) {
            return StreamFindings.open(known.get(), compression.open(in), currentSource, options);
        }
        byte[] bytes = checked(entry, in);
        return StreamFindings.open(
                known.get(), compression.open(new ByteArrayInputStream(bytes)), currentSource, options);
    }

    private byte[] checked(ZipArchiveEntry entry, InputStream in) throws IOException {
        CRC32 crc = new CRC32();
        try (CheckedInputStream checked = new CheckedInputStream(in, crc)) {
            byte[] bytes = checked.readNBytes(options.maxDocumentBytes() + 1);
            if (bytes.length <= options.maxDocumentBytes() && entry.getCrc() >= 0 && entry.getCrc() != crc.getValue()) {
                throw new IOException("checksum is wrong");
            }
            return bytes;
        }
    }

    @Override
    public void close() throws IOException {
        current.close();
        archive.close();
    }
}
